"""What the DPO's desk reads of the register: whom a request may be of, what is held, how it all goes."""
