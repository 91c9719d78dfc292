"""This room over JSON, under /api/v1/: the same verbs and policies as its screens."""

from django.urls import path

from crm.api import associations, fields, imports, merging, pipelines, records, reports

urlpatterns = [
    path("contacts/", records.Contacts.as_view(), name="contacts"),
    path("contacts/<uuid:id>/", records.OneContact.as_view(), name="contact"),
    path("companies/", records.Companies.as_view(), name="companies"),
    path("companies/<uuid:id>/", records.OneCompany.as_view(), name="company"),
    path("deals/", records.Deals.as_view(), name="deals"),
    path("deals/<uuid:id>/", records.OneDeal.as_view(), name="deal"),
    path("records/", records.Finding.as_view(), name="records"),
    path(
        "records/<slug:kind>/<uuid:id>/associations/",
        associations.RecordAssociations.as_view(),
        name="record-associations",
    ),
    path("records/<slug:kind>/<uuid:id>/fields/<slug:key>/reveal/", fields.Revealed.as_view(), name="reveal"),
    path("fields/", fields.Fields.as_view(), name="fields"),
    path("fields/<uuid:id>/", fields.OneField.as_view(), name="field"),
    path("fields/<uuid:id>/closure/", fields.FieldClosure.as_view(), name="field-closure"),
    path("duplicates/<slug:kind>/", merging.Duplicates.as_view(), name="duplicates"),
    path("records/<slug:kind>/<uuid:id>/merge/", merging.Merging.as_view(), name="record-merge"),
    path("records/merges/<uuid:id>/", merging.OneMerge.as_view(), name="one-merge"),
    path("imports/", imports.Imports.as_view(), name="imports"),
    path("imports/<uuid:id>/", imports.OneImport.as_view(), name="import"),
    path("imports/<uuid:id>/writing/", imports.ImportWriting.as_view(), name="import-writing"),
    path("imports/<uuid:id>/problems/", imports.ImportProblems.as_view(), name="import-problems"),
    path("associations/<uuid:id>/", associations.OneAssociation.as_view(), name="association"),
    path("pipelines/", pipelines.Pipelines.as_view(), name="pipelines"),
    path("pipelines/<uuid:id>/", pipelines.OnePipeline.as_view(), name="pipeline"),
    path("pipelines/<uuid:id>/closure/", pipelines.PipelineClosure.as_view(), name="pipeline-closure"),
    path("pipelines/<uuid:id>/past/", pipelines.PipelinePast.as_view(), name="pipeline-past"),
    path("pipelines/<uuid:id>/report/", reports.PipelineReport.as_view(), name="pipeline-report"),
    path("pipelines/<uuid:id>/moves/", pipelines.Moves.as_view(), name="pipeline-moves"),
]
