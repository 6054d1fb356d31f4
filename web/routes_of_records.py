"""The part of the site map that is the law's register, and copies of cases."""

from web.entry import Entry, get, officials, post
from web.pages import dossiers, records, records_files, records_unfinished

RECORDS: tuple[Entry, ...] = (
    # An ending comes before the address without one.
    get("/records.csv", records_files.table, cached=True),
    get("/records.json", records_files.data, cached=True),
    get("/records", records.index, cached=True),
    get(
        "/records/unfinished/{period}.csv",
        records_unfinished.table,
        cached=True,
        needs=("proposals",),
    ),
    get("/records/unfinished/{period}", records_unfinished.show, cached=True, needs=("proposals",)),
    # What is given out of a case
    get("/casework/{reference}/dossier", dossiers.new, allow=officials),
    post(
        "/casework/{reference}/dossiers",
        dossiers.create,
        form=dossiers.CopyForm,
        again=dossiers.new,
        allow=officials,
    ),
    post(
        "/casework/{reference}/refusals",
        dossiers.refuse,
        form=dossiers.RefusalForm,
        again=dossiers.new,
        allow=officials,
    ),
    get("/casework/{reference}/dossiers/{id}", dossiers.show, allow=officials),
    post("/casework/{reference}/dossiers/{id}/file", dossiers.fetch, allow=officials),
)
