"""What audits enumerate: all small inputs of a kind up to symmetry, random ones, alike ones and smaller ones."""
