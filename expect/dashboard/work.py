"""What waits for me, oldest deadline first (spec X4).

Each package with something waiting has `selectors.work_items(user, on) -> list[QuerySet]`: one queryset per kind of
thing that this person, by the roles held on that day, has to do; none for the others. Each is made by
`expect.accounts.work.rows`, for instance

    rows(
        LabelApplication.objects.filter(state=ApplicationState.SUBMITTED),
        "labels.instruct",
        title="organisation__name",
        since="submitted_at",
        due_on="silence_on",
    )

so that one UNION takes them all, counted and listed by the same query. `ACTS` below gives, for each kind, the sentence
(a verb, then the title) and the page of the act, whose address takes the public id.
"""
