"""The law where people meet it: rules as pages, a workbench, the what-if room (/desk/policy/)."""
