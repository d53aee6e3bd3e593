"""The logistic loss, in the order of the paper: ``derivations.contents`` lists the claims."""
