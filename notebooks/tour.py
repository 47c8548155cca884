"""A tour of the demonstration province: the network as networkx and pandas, one family's circles, its proposals."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Legami: a tour")


@app.cell
def _():
    import io
    import tempfile
    from collections import Counter
    from contextlib import redirect_stdout
    from pathlib import Path

    import marimo as mo
    import matplotlib.pyplot as plt
    import networkx as nx
    import numpy as np
    import pandas as pd

    from api.cli import run
    from graph.kinds import SCHEMA
    from graph.snapshot.exchange import to_networkx, to_pandas
    from graph.store import open_store
    from graph.view import MAINTENANCE, View, Viewer
    from graph.vocabulary import scheme
    from matching.presentation import mentioned, to_json
    from matching.propose import propose

    plt.rcParams |= {"figure.dpi": 110, "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}
    INK, QUIET, STRONG = "#17324d", "#c3cedb", "#0066cc"
    return (
        Counter,
        INK,
        MAINTENANCE,
        Path,
        QUIET,
        SCHEMA,
        STRONG,
        View,
        Viewer,
        io,
        mentioned,
        mo,
        np,
        nx,
        open_store,
        pd,
        plt,
        propose,
        redirect_stdout,
        run,
        scheme,
        tempfile,
        to_json,
        to_networkx,
        to_pandas,
    )


@app.cell
def _(mo):
    mo.md("""
    # A tour of the network

    Everything here is invented: a synthetic community on the real ground of a province. The notebook uses only
    the public functions of `graph` and `matching`, so each step works on a real programme too, for those who
    may see it. Open it with `marimo edit notebooks/tour.py`; `-- --store sqlite:///path` takes a store that
    exists, `-- --persons 5000` another size.
    """)
    return


@app.cell
def _(
    MAINTENANCE,
    Path,
    View,
    io,
    mo,
    open_store,
    redirect_stdout,
    run,
    tempfile,
):
    def demonstration(persons: str) -> str:
        """A demonstration store made for this session; its URL."""
        url = f"sqlite:///{Path(tempfile.mkdtemp(prefix='legami-tour-')) / 'demo.sqlite'}"
        with redirect_stdout(io.StringIO()):
            code = run(["--store", url, "init", "--demo", "--persons", persons, "--seed", "1", "--json"])
        if code:
            raise RuntimeError(f"the demonstration was not made (exit code {code})")
        return url

    arguments = mo.cli_args()
    store = open_store(arguments.get("store") or demonstration(str(arguments.get("persons") or 2000)))
    contents = store.contents()
    if not contents.demo:
        raise RuntimeError("the tour shows persons' ties: it opens demonstration stores only")
    today = contents.reference_date
    snapshot = store.snapshot()
    view = View.of(snapshot, MAINTENANCE, at=today)
    return contents, snapshot, store, today, view


@app.cell
def _(contents, mo, pd, snapshot, today):
    held = pd.Series({**contents.nodes, **contents.ties}).rename("records")
    mo.md(
        f"""
        ## What the store holds

        {len(snapshot):,} nodes and {len(snapshot.ties.kind):,} ties at commit {snapshot.commit}; today counts as
        {today:%d %B %Y}. A *view* takes away what its viewer may not use: here nothing but ended ties and what
        protects people from one another.
        """
    )
    return (held,)


@app.cell
def _(SCHEMA, held, mo):
    titled = {name: kind.title.en for name, kind in zip(SCHEMA.node_names, SCHEMA.nodes, strict=True)}
    nodes_held = held.loc[list(titled)].rename(index=titled).sort_values(ascending=False).rename_axis("kind").to_frame()
    mo.Html(nodes_held.to_html(border=0))
    return (titled,)


@app.cell
def _(snapshot, to_networkx, to_pandas, view):
    tables = to_pandas(snapshot, view.ties)
    network = to_networkx(snapshot, view.ties)
    return network, tables


@app.cell
def _(mo):
    mo.md("""
    ## Who is tied to whom

    Visible ties between kinds of nodes, counted whichever way they point. The scale is logarithmic: most of a
    community's ties join persons, and the few between bodies are the ones that a programme can work on.
    """)
    return


@app.cell
def _(INK, np, pd, plt, tables, titled):
    kinds = tables.nodes["kind"]
    ends = pd.DataFrame({"a": tables.ties["source"].map(kinds), "b": tables.ties["target"].map(kinds)})
    both = pd.concat([ends, ends.rename(columns={"a": "b", "b": "a"})])
    matrix = pd.crosstab(both["a"], both["b"])
    order = matrix.sum().sort_values(ascending=False).index
    matrix = matrix.loc[order, order]

    def drawn_matrix():
        figure, axes = plt.subplots(figsize=(8, 7))
        values = matrix.to_numpy()
        axes.imshow(np.log10(values + 1), cmap="Blues")
        axes.set_xticks(range(len(order)), [titled[kind] for kind in order], rotation=60, ha="right")
        axes.set_yticks(range(len(order)), [titled[kind] for kind in order])
        for (row, column), count in np.ndenumerate(values):
            shade = "white" if count > values.max() ** 0.6 else INK
            text = f"{count:,}" if count < 10_000 else f"{count // 1000}k"
            axes.text(column, row, text if count else "", ha="center", va="center", color=shade, fontsize=6)
        axes.set_title("Ties between kinds of nodes", loc="left", color=INK)
        axes.spines[:].set_visible(False)
        figure.tight_layout()
        return figure

    drawn_matrix()
    return (kinds,)


@app.cell
def _(mo):
    mo.md("""
    ## How many ties a person has, and who has hardly any

    Isolated people are those whom the programme is for: they stay in every table. Living together is not
    counted here, for it says nothing of a life outside the home. Districts where fewer than five persons are
    alone show no number, as one would do with real people.
    """)
    return


@app.cell
def _(INK, QUIET, STRONG, kinds, pd, plt, tables):
    outside = tables.ties[tables.ties["kind"] != "household_membership"]
    degree = pd.concat([outside["source"], outside["target"]]).value_counts().reindex(tables.nodes.index, fill_value=0)
    persons = degree[kinds == "person"]

    def drawn_degrees():
        figure, axes = plt.subplots(figsize=(8, 3))
        most = int(persons.quantile(0.99))
        counts = persons.clip(upper=most).value_counts().reindex(range(most + 1), fill_value=0)
        axes.bar(counts.index, counts, color=[STRONG if ties == 0 else QUIET for ties in counts.index])
        axes.set_xlabel(f"ties outside the home ({most}: as many or more)")
        axes.set_ylabel("persons")
        axes.set_title(f"{int((persons == 0).sum())} of {len(persons):,} persons have none", loc="left", color=INK)
        figure.tight_layout()
        return figure

    drawn_degrees()
    return (persons,)


@app.cell
def _(mo, np, pd, persons, snapshot, tables):
    places = pd.DataFrame(
        {
            "id": snapshot.id(at),
            "code": snapshot.codes[snapshot.columns["istat_code"][at]],
            "district": snapshot.codes[snapshot.columns["district"][at]],
        }
        for at in np.flatnonzero(snapshot.of_kinds(["place"])).tolist()
        if snapshot.columns["istat_code"][at] >= 0
    ).set_index("code")
    comuni = tables.nodes.loc[persons.index, "comune"]
    alone = pd.DataFrame({"district": comuni.map(places["district"]), "alone": persons == 0})
    by_district = alone.groupby("district")["alone"].agg(["size", "sum"])
    by_district.columns = ["persons", "without ties outside the home"]
    shown = by_district.astype(object).where(by_district >= 5, "fewer than 5")
    mo.Html(shown.to_html(border=0))
    return (places,)


@app.cell
def _(mo):
    mo.md("""
    ## On the ground

    Every body that has a place, and between comuni the ties of the people who live there: the wider the line,
    the more ties.
    """)
    return


@app.cell
def _(Counter, INK, QUIET, STRONG, places, plt, tables):
    placed = tables.nodes.dropna(subset=["lat", "lon"])
    towns = placed.loc[places["id"], ["lat", "lon"]].set_axis(places.index)
    where = tables.nodes["comune"]
    between = Counter(
        tuple(sorted(pair))
        for pair in zip(tables.ties["source"].map(where), tables.ties["target"].map(where), strict=True)
        if pair[0] != pair[1] and pair[0] in towns.index and pair[1] in towns.index
    )

    def drawn_ground():
        figure, axes = plt.subplots(figsize=(8, 6))
        for pair, count in between.most_common(300):
            ends = towns.loc[list(pair)]
            axes.plot(ends["lon"], ends["lat"], color=QUIET, lw=0.2 + count**0.5 / 10, zorder=1)
        bodies = placed[~placed["kind"].isin(["place", "person", "family"])]
        axes.scatter(bodies["lon"], bodies["lat"], s=5, color=STRONG, zorder=2, label="bodies")
        axes.scatter(towns["lon"], towns["lat"], s=9, color=INK, zorder=3, label="comuni")
        axes.set_aspect(1.4)
        axes.legend(frameon=False, loc="upper left")
        axes.set_axis_off()
        figure.tight_layout()
        return figure

    drawn_ground()
    return


@app.cell
def _(mo):
    mo.md("""
    ## The circles of one family

    The family of the first inclusion pact, the people of the household, and whom and what they know.
    A *circle* is a part of that neighbourhood which holds together without the family: what one circle cannot
    open, another may. The household is blue, each circle has a
    colour of its own. No name is shown, and bodies are named by their kind.
    """)
    return


@app.cell
def _(kinds, network, nx, store):
    pact = next(pact for pact in store.nodes("inclusion_pact") if pact.status == "open")
    (party,) = (
        tie.source if tie.target == pact.id else tie.target for tie in store.ties_of([pact.id], kinds=["pact_party"])
    )
    known = nx.Graph(
        network.subgraph(id for id in network if kinds[id] not in ("place", "inclusion_pact", "autonomy_pact"))
    )
    home = {party, *(id for id in known[party] if kinds[id] == "person")}
    near = set().union(*(set(known[id]) for id in home)) - home
    circles = sorted(nx.connected_components(known.subgraph(near)), key=len, reverse=True)
    around = nx.Graph()  # in one order, so that it is always drawn alike
    around.add_nodes_from(sorted(home | near))
    around.add_edges_from(sorted(tuple(sorted(pair)) for pair in known.subgraph(around).edges))
    return around, circles, home, pact


@app.cell
def _(INK, QUIET, STRONG, around, circles, home, kinds, nx, plt, titled):
    def drawn_circles():
        figure, axes = plt.subplots(figsize=(8, 6))
        spots, colours = nx.spring_layout(around, seed=4), plt.get_cmap("Dark2")
        circle_of = {id: number for number, circle in enumerate(circles) for id in circle}
        shades = [STRONG if id in home else colours(circle_of[id] % 8) for id in around]
        sizes = [120 if id in home else 45 for id in around]
        labels = {id: titled[kinds[id]] for id in around if kinds[id] not in ("person", "family")}
        nx.draw_networkx_edges(around, spots, ax=axes, edge_color=QUIET, width=0.7)
        nx.draw_networkx_nodes(around, spots, ax=axes, node_color=shades, node_size=sizes, linewidths=0)
        nx.draw_networkx_labels(around, spots, labels, ax=axes, font_size=6, font_color=INK)
        axes.set_axis_off()
        axes.set_title(f"{len(around) - len(home)} neighbours in {len(circles)} circles", loc="left", color=INK)
        figure.tight_layout()
        return figure

    drawn_circles()
    return


@app.cell
def _(mo, pact, scheme):
    asked = "; ".join(scheme().label(ask.need, "en") for ask in pact.asks)
    mo.md(
        f"""
        ## What Legami proposes to it

        The same function that operators use, on the view of an operator of the family's district, made for this pact:
        whom its party must not meet is absent before anything is ranked. What they ask: {asked}.
        """
    )
    return


@app.cell
def _(
    View,
    Viewer,
    mentioned,
    mo,
    pact,
    pd,
    places,
    propose,
    snapshot,
    store,
    to_json,
    today,
):
    operator = Viewer("operator", places.loc[pact.comune, "district"])
    answer = propose(pact, View.of(snapshot, operator, at=today, pact=pact.id), limit=6)
    names = store.titles(places["id"])
    document = to_json(answer, store.titles(mentioned(answer)))
    rows = [
        {
            "resource": proposal["resource"]["title"],
            "comune": names[places.loc[proposal["resource"]["comune"], "id"]],
            "band": proposal["band"],
            "why": " ".join(proposal["reasons"]["en"]),
        }
        for proposal in document["proposals"]
    ]
    mo.Html(pd.DataFrame(rows).to_html(border=0, index=False))
    return (document,)


@app.cell
def _(INK, document, pd, plt):
    factors = pd.DataFrame(
        {proposal["resource"]["title"]: proposal["factors"] for proposal in document["proposals"]}
    ).T.astype(float)

    def drawn_factors():
        figure, axes = plt.subplots(figsize=(8, 0.45 * len(factors) + 1.2))
        axes.imshow(factors.to_numpy(), cmap="Blues", vmin=0, vmax=1, aspect="auto")
        axes.set_xticks(range(len(factors.columns)), factors.columns, rotation=30, ha="right")
        axes.set_yticks(range(len(factors)), factors.index)
        axes.spines[:].set_visible(False)
        axes.set_title("What each proposal rests on (white: little, or not known)", loc="left", color=INK)
        figure.tight_layout()
        return figure

    drawn_factors()
    return


@app.cell
def _(mo, store):
    store.close()
    mo.md("Persons and families have no numbers here or anywhere: a band, and a reason that can be read aloud.")
    return


if __name__ == "__main__":
    app.run()
