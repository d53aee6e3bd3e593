"""Data sets on which claims are tried out, from the raw matrix and not through the reduced map."""

from verifier.studies.data.labelled import LabelledSample, sample_labelled
from verifier.studies.data.sample import DataSample
from verifier.studies.data.sampler import sample_data, sample_whitened

__all__ = ["DataSample", "LabelledSample", "sample_data", "sample_labelled", "sample_whitened"]
