"""When will a real run spike: the theory applied to data, rates and a number format."""
