"""Records of all kinds. Each kind has a list, a form for a new one, a page and a card."""

from django.urls import URLPattern, path

from crm.views import associations, boards, fields, imports, merging, records, reports


def pages(kind: str, many: str) -> list[URLPattern]:
    said = {"kind": kind}
    return [
        path(f"{many}/", records.index, said, name=f"{kind}-list"),
        path(f"{many}/new/", records.new, said, name=f"{kind}-new"),
        path(f"{many}/<uuid:id>/", records.record, said, name=kind),
        path(f"{many}/<uuid:id>/card/", records.card, said, name=f"{kind}-card"),
    ]


app_name = "crm"
urlpatterns = [
    *pages("contact", "contacts"),
    *pages("company", "companies"),
    *pages("deal", "deals"),
    path("boards/", boards.boards, name="boards"),
    path("boards/start/", boards.start, name="boards-start"),
    path("boards/<uuid:id>/", boards.board, name="board"),
    path("boards/<uuid:id>/report/", reports.report, name="report"),
    path("boards/<uuid:id>/report/rows/", reports.rows, name="report-rows"),
    path("boards/<uuid:id>/moves/", boards.moves, name="moves"),
    path("boards/<uuid:id>/reasons/", boards.lost_reasons, name="lost-reasons"),
    path("boards/<uuid:id>/stages/<uuid:stage>/", boards.column, name="column"),
    path("records/", records.find, name="find"),
    path("duplicates/<slug:kind>/", merging.duplicates, name="duplicates"),
    path("duplicates/<slug:kind>/<uuid:one>/<uuid:other>/apart/", merging.apart, name="apart"),
    path("records/<slug:kind>/<uuid:id>/merge/", merging.merge_with, name="merge-with"),
    path("records/<slug:kind>/<uuid:id>/merge/<uuid:other>/", merging.merging, name="merging"),
    path("merges/<uuid:id>/", merging.separating, name="separating"),
    path("imports/", imports.index, name="imports"),
    path("imports/<uuid:id>/", imports.one, name="import"),
    path("imports/<uuid:id>/writing/", imports.writing, name="import-writing"),
    path("imports/<uuid:id>/undoing/", imports.undoing, name="import-undoing"),
    path("imports/<uuid:id>/problems/", imports.problems, name="import-problems"),
    path("records/<slug:kind>/<uuid:id>/fields/", fields.held, name="held"),
    path("records/<slug:kind>/<uuid:id>/fields/<slug:key>/reveal/", fields.reveal, name="reveal"),
    path("records/<slug:kind>/<uuid:id>/history/", fields.past, name="history"),
    path("records/<slug:kind>/<uuid:id>/related/", associations.related, name="related"),
    path("records/<slug:kind>/<uuid:id>/related/choices/", associations.choices, name="related-choices"),
    path("companies/<uuid:id>/parent/", associations.parent, name="parent"),
    path("records/associations/<uuid:id>/", associations.association, name="association"),
]
