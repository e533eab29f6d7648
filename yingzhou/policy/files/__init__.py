"""Reading the files of the law: YAML with line numbers, inputs, parameters, cases, exclusions."""
