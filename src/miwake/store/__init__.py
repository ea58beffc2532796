"""Datasets on disk and in object stores: Zarr arrays beside a manifest of every chunk."""
