"""Every URL, every role, own and other's object, with the expected status (spec X1).

Each package states its rows in `<package>_rows.py`:

    def rows(world) -> list[Row]

`Row(name, kwargs, expected)`: a URL name, its arguments (public ids of the world's objects) and, for each role of
`ROLES`, the status that a GET must answer. A URL of the project that no row names fails the suite.
"""
