"""Code systems by the names that facts use, from the URIs of FHIR, the OIDs of CDA and HL7's table 0396."""

from __future__ import annotations

_SYSTEMS = {
    "LOINC": ("http://loinc.org", "2.16.840.1.113883.6.1", "LN"),
    "SNOMED CT": ("http://snomed.info/sct", "2.16.840.1.113883.6.96", "SCT", "SNM", "SNM3", "SNOMED-CT"),
    "RxNorm": ("http://www.nlm.nih.gov/research/umls/rxnorm", "2.16.840.1.113883.6.88", "RXNORM"),
    "ICD-10-CM": ("http://hl7.org/fhir/sid/icd-10-cm", "2.16.840.1.113883.6.90", "I10C"),
    "ICD-10": ("http://hl7.org/fhir/sid/icd-10", "2.16.840.1.113883.6.3", "I10"),
    "ICD-10-PCS": ("http://www.cms.gov/Medicare/Coding/ICD10", "2.16.840.1.113883.6.4", "I10P"),
    "ICD-9-CM": ("http://hl7.org/fhir/sid/icd-9-cm", "2.16.840.1.113883.6.103", "I9C", "I9"),
    "ICD-9-CM procedures": ("http://hl7.org/fhir/sid/icd-9-cm-procedures", "2.16.840.1.113883.6.104"),
    "ICD-O-3": ("http://terminology.hl7.org/CodeSystem/icd-o-3", "2.16.840.1.113883.6.43.1", "ICDO3"),
    "CPT": ("http://www.ama-assn.org/go/cpt", "2.16.840.1.113883.6.12", "C4", "CPT4"),
    "HCPCS": ("https://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "2.16.840.1.113883.6.285", "HCPCS"),
    "CVX": ("http://hl7.org/fhir/sid/cvx", "2.16.840.1.113883.12.292", "CVX"),
    "NDC": ("http://hl7.org/fhir/sid/ndc", "2.16.840.1.113883.6.69", "NDC"),
    "ATC": ("http://www.whocc.no/atc", "2.16.840.1.113883.6.73", "ATC", "WC"),
    "UNII": ("http://fdasis.nlm.nih.gov", "2.16.840.1.113883.4.9", "UNII"),
    "NCIt": ("http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl", "2.16.840.1.113883.3.26.1.1", "NCIT"),
    "NDF-RT": ("http://hl7.org/fhir/ndfrt", "2.16.840.1.113883.3.26.1.5", "NDFRT"),
    "DICOM": ("http://dicom.nema.org/resources/ontology/DCM", "1.2.840.10008.2.16.4", "DCM"),
    "UCUM": ("http://unitsofmeasure.org", "2.16.840.1.113883.6.8", "UCUM"),
    "MedDRA": ("https://www.meddra.org", "2.16.840.1.113883.6.163", "MDR"),
    "HPO": ("http://human-phenotype-ontology.org",),
    "HGNC": ("http://www.genenames.org", "2.16.840.1.113883.6.281", "HGNC"),
}
_NAMES = {written.lower(): name for name, writings in _SYSTEMS.items() for written in (name, *writings)}
_PREFIXES = ("urn:oid:", "http://terminology.hl7.org/CodeSystem/", "http://hl7.org/fhir/")


def system_name(written: str) -> str:
    """The name of a code system given as URI, OID or HL7 mnemonic; as written, without known prefixes, if unknown."""
    plain = written.strip().removeprefix("urn:oid:").rstrip("/")
    found = _NAMES.get(plain.lower())
    if found is not None:
        return found
    for prefix in _PREFIXES:
        plain = plain.removeprefix(prefix)
    return plain
