"""The rules: plain functions from facts to a verdict, over dated data files; no database and no clock of their own."""
