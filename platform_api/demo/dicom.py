"""Writes a drawn picture as a DICOM secondary capture: eight bits, uncompressed, with a plausible header."""

import io
import uuid

from pydicom.dataset import FileDataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian, SecondaryCaptureImageStorage

from platform_api.demo.drafts import Written
from platform_api.demo.images import draw


def write_dicom(written: Written) -> bytes:
    """One grey image of 8 bits; identifiers are stable and under the UUID-derived root 2.25."""
    draft = written.draft
    patient, house = draft.patient, draft.organisation
    image = draw(draft.fields["image"]).convert("L")

    meta = FileMetaDataset()
    meta.MediaStorageSOPClassUID = SecondaryCaptureImageStorage
    meta.MediaStorageSOPInstanceUID = _uid(f"{draft.key}/instance")
    meta.TransferSyntaxUID = ExplicitVRLittleEndian

    data = FileDataset("", {}, file_meta=meta, preamble=b"\0" * 128)
    data.SpecificCharacterSet = "ISO_IR 192"
    data.SOPClassUID = meta.MediaStorageSOPClassUID
    data.SOPInstanceUID = meta.MediaStorageSOPInstanceUID
    data.StudyInstanceUID = _uid(f"{draft.key}/study")
    data.SeriesInstanceUID = _uid(f"{draft.key}/series")
    data.PatientName = f"{patient.family_name}^{patient.given_names}"
    data.PatientID = patient.matricule
    data.PatientBirthDate = f"{patient.birth_date:%Y%m%d}"
    data.PatientSex = {"male": "M", "female": "F"}.get(patient.gender, "O")
    data.StudyDate = data.ContentDate = f"{draft.day:%Y%m%d}"
    data.StudyTime = data.ContentTime = f"{draft.created_at:%H%M%S}"
    data.Modality = draft.fields.get("modality", "DX")
    data.ConversionType = "WSD"
    data.StudyDescription = written.title[:64]
    data.InstitutionName = house.name if house else ""
    data.SeriesNumber = data.InstanceNumber = 1
    data.Columns, data.Rows = image.size
    data.SamplesPerPixel = 1
    data.PhotometricInterpretation = "MONOCHROME2"
    data.BitsAllocated = data.BitsStored = 8
    data.HighBit = 7
    data.PixelRepresentation = 0
    data.PixelData = image.tobytes()

    out = io.BytesIO()
    data.save_as(out, enforce_file_format=True)
    return out.getvalue()


def _uid(name: str) -> UID:
    return UID(f"2.25.{uuid.uuid5(uuid.NAMESPACE_URL, f'https://dsp.example.lu/demo/dicom/{name}').int}")
