"""Communes, postcodes, départements and territories of France: plain Python over public tables."""
