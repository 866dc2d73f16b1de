"""Plain Python that knows nothing of the business."""
