"""How good search and answers are: measured on questions and judgements that a person brings."""
