"""Publication: masked public notices (公示) with a term, and the objections to them."""
