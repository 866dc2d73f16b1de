"""The register: candidates, mandates, providers, agreements, consent forms, subprocessors and routes."""
