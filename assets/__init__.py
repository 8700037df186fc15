"""Data that ships with carrel: the model catalogue, prompts, schemas, themes, sample papers."""
