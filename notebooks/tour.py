"""A tour of the demonstration province: the network as networkx and pandas, one family's circles, its proposals."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Legami: a tour")

with app.setup:
    import io
    from collections import Counter
    from contextlib import redirect_stdout
    from pathlib import Path
    from tempfile import TemporaryDirectory

    import marimo as mo
    import matplotlib.pyplot as plt
    import networkx as nx
    import numpy as np
    import pandas as pd

    from api.cli import run
    from api.reading import operator_of, own_districts
    from graph.kinds import SCHEMA
    from graph.snapshot.exchange import to_networkx, to_pandas
    from graph.store import open_store
    from graph.view import MAINTENANCE, View
    from graph.vocabulary import scheme
    from matching.presentation import mentioned, to_json
    from matching.propose import propose

    plt.rcParams |= {"figure.dpi": 110, "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}
    INK, QUIET, STRONG = "#17324d", "#c3cedb", "#0066cc"
    PEOPLE = ("person", "family")
    FEW = 5
    TITLES = {name: kind.title.en for name, kind in zip(SCHEMA.node_names, SCHEMA.nodes, strict=True)}


@app.cell
def _():
    mo.md("""
    # A tour of the network

    Everything here is invented: a synthetic community on the real ground of a province. The notebook uses only
    public functions of the packages, so each step works on a real programme too, for those who may see it. Open it
    with `marimo edit notebooks/tour.py`; `-- --store sqlite:///path` takes a store that exists, `-- --persons 5000`
    another size. Nobody is named: persons and families are called what they are, bodies by their name.
    """)
    return


@app.cell
def _():
    folder = TemporaryDirectory(prefix="legami-tour-")  # removed in the last cell, or else when the program ends

    def demonstration(persons: str) -> str:
        """A demonstration store made for this session, as `legami init` makes it; its URL."""
        url = f"sqlite:///{Path(folder.name) / 'demo.sqlite'}"
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
    tables, network = to_pandas(snapshot, view.ties), to_networkx(snapshot, view.ties)
    kinds = tables.nodes["kind"]
    return folder, kinds, network, snapshot, store, tables, today


@app.cell
def _(snapshot, tables, today):
    mo.md(f"""
    ## What the store holds

    {len(snapshot):,} nodes and {len(tables.ties):,} visible ties at commit {snapshot.commit}; today counts as
    {today:%d %B %Y}. A *view* takes away what its viewer may not use: here nothing but ended ties and what
    protects people from one another.
    """)
    return


@app.cell
def _(kinds):
    held = kinds.map(TITLES).value_counts().rename_axis("kind").rename("records").reset_index()
    mo.Html(held.to_html(border=0, index=False))
    return


@app.cell
def _():
    mo.md("""
    ## Who is tied to whom

    Visible ties between kinds of nodes, counted whichever way they point. The scale is logarithmic: most of a
    community's ties join persons, and the few between bodies are the ones that a programme can work on.
    """)
    return


@app.cell
def _(kinds, tables):
    def drawn_matrix():
        ends = pd.DataFrame({"a": tables.ties["source"].map(kinds), "b": tables.ties["target"].map(kinds)})
        across = ends[ends["a"] != ends["b"]].rename(columns={"a": "b", "b": "a"})
        both = pd.concat([ends, across])
        matrix = pd.crosstab(both["a"], both["b"])
        order = matrix.sum().sort_values(ascending=False).index
        values = matrix.loc[order, order].to_numpy()
        figure, axes = plt.subplots(figsize=(8, 7))
        axes.imshow(np.log10(values + 1), cmap="Blues")
        axes.set_xticks(range(len(order)), [TITLES[kind] for kind in order], rotation=60, ha="right")
        axes.set_yticks(range(len(order)), [TITLES[kind] for kind in order])
        for (row, column), count in np.ndenumerate(values):
            shade = "white" if count > values.max() ** 0.6 else INK
            text = f"{count:,}" if count < 10_000 else f"{count // 1000}k"
            axes.text(column, row, text if count else "", ha="center", va="center", color=shade, fontsize=6)
        axes.set_title("Ties between kinds of nodes", loc="left", color=INK)
        axes.spines[:].set_visible(False)
        figure.tight_layout()
        return figure

    drawn_matrix()
    return


@app.cell
def _():
    mo.md("""
    ## How many ties a person has, and who has hardly any

    Isolated people are those whom the programme is for: they stay in every table. Living together is not
    counted here, for it says nothing of a life outside the home. Districts where fewer than five persons are
    alone show no number, as one would do with real people, nor does a district from which that number would follow.
    """)
    return


@app.cell
def _(kinds, tables):
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
def _(persons, snapshot, store, tables):
    comuni = np.flatnonzero(snapshot.of_kinds(["place"]) & (snapshot.columns["istat_code"] >= 0)).tolist()
    codes = np.array([*snapshot.codes, None], object)
    places = pd.DataFrame(
        {"id": [snapshot.id(at) for at in comuni], "district": codes[snapshot.columns["district"][comuni]]},
        index=codes[snapshot.columns["istat_code"][comuni]],
    )
    places["title"] = places["id"].map(store.titles(places["id"]))

    def alone_by_district():
        home = tables.nodes.loc[persons.index, "comune"].map(places["district"])
        counted = pd.DataFrame({"district": home, "alone": persons == 0}).groupby("district")["alone"]
        table = counted.agg(["size", "sum"]).set_axis(["persons", "without ties outside the home"], axis=1)
        few = table < FEW
        for name, hidden in few.items():
            if hidden.sum() == 1 and not hidden.all():
                few.loc[table.loc[~hidden, name].idxmin(), name] = True
        return table.astype(object).mask(few, "not shown").reset_index()

    mo.Html(alone_by_district().to_html(border=0, index=False))
    return (places,)


@app.cell
def _():
    mo.md("""
    ## On the ground

    Every body that has a place, and between comuni the ties of the people who live there: the wider the line,
    the more ties.
    """)
    return


@app.cell
def _(places, tables):
    def drawn_ground():
        placed = tables.nodes.dropna(subset=["lat", "lon"])
        towns = placed.loc[places["id"], ["lat", "lon"]].set_axis(places.index)
        homes = tables.nodes["comune"]
        between = Counter(
            tuple(sorted(pair))
            for pair in zip(tables.ties["source"].map(homes), tables.ties["target"].map(homes), strict=True)
            if pair[0] != pair[1] and pair[0] in towns.index and pair[1] in towns.index
        )
        figure, axes = plt.subplots(figsize=(8, 6))
        for pair, count in between.most_common(300):
            ends = towns.loc[list(pair)]
            axes.plot(ends["lon"], ends["lat"], color=QUIET, lw=0.2 + count**0.5 / 10, zorder=1)
        bodies = placed[~placed["kind"].isin(["place", *PEOPLE])]
        axes.scatter(bodies["lon"], bodies["lat"], s=5, color=STRONG, zorder=2, label="bodies")
        axes.scatter(towns["lon"], towns["lat"], s=9, color=INK, zorder=3, label="comuni")
        axes.set_title("Bodies and comuni, with the ties between comuni", loc="left", color=INK)
        axes.set_aspect(1.4)
        axes.legend(frameon=False, loc="lower left")
        axes.set_axis_off()
        figure.tight_layout()
        return figure

    drawn_ground()
    return


@app.cell
def _():
    mo.md("""
    ## The circles of one family

    The party of the first open inclusion pact, the people of the household, and whom and what they know. A *circle*
    is a part of that neighbourhood which holds together without the family: what one circle cannot open, another
    may. The household is blue, each circle has a colour of its own; bodies are called by their kind.
    """)
    return


@app.cell
def _(kinds, network, store):
    pact = next((pact for pact in store.nodes("inclusion_pact") if pact.status == "open"), None)
    mo.stop(
        pact is None, mo.md("There is no open inclusion pact: nobody's circles to look at, and nothing to propose.")
    )
    parties = {source for source, _, kind in network.in_edges(pact.id, data="kind") if kind == "pact_party"}
    members = network.in_edges(parties, data="kind")
    home = parties | {source for source, _, kind in members if kind == "household_membership"}
    left_out = ("place", "inclusion_pact", "autonomy_pact")
    known = nx.Graph(network.subgraph(id for id in network if kinds[id] not in left_out))
    near = set().union(*(known[id] for id in home)) - home
    circles = sorted(nx.connected_components(known.subgraph(near)), key=len, reverse=True)
    around = nx.Graph()  # in one order, so that it is always drawn alike
    around.add_nodes_from(sorted(home | near))
    around.add_edges_from(sorted(tuple(sorted(pair)) for pair in known.subgraph(around).edges))
    return around, circles, home, pact


@app.cell
def _(around, circles, home, kinds):
    def drawn_circles():
        figure, axes = plt.subplots(figsize=(8, 6))
        spots, colours = nx.spring_layout(around, seed=4), plt.get_cmap("Dark2")
        circle_of = {id: number for number, circle in enumerate(circles) for id in circle}
        shades = [STRONG if id in home else colours(circle_of[id] % 8) for id in around]
        sizes = [120 if id in home else 45 for id in around]
        labels = {id: TITLES[kinds[id]] for id in around if kinds[id] not in PEOPLE}
        nx.draw_networkx_edges(around, spots, ax=axes, edge_color=QUIET, width=0.7)
        nx.draw_networkx_nodes(around, spots, ax=axes, node_color=shades, node_size=sizes, linewidths=0)
        above = {id: (x, y + 0.06) for id, (x, y) in spots.items()}
        nx.draw_networkx_labels(around, above, labels, ax=axes, font_size=7, font_color=INK, clip_on=False)
        axes.set_axis_off()
        axes.set_title(f"{len(around) - len(home)} neighbours in {len(circles)} circles", loc="left", color=INK)
        figure.tight_layout()
        return figure

    drawn_circles()
    return


@app.cell
def _(pact):
    mo.md(f"""
    ## What Legami proposes to it

    The same function that operators use, on the view of an operator of the family's district, made for this pact:
    whom its party must not meet is absent before anything is ranked. Persons and families have no numbers here or
    anywhere: a band, and a reason that can be read aloud. What they ask:
    {"; ".join(scheme().label(ask.need, "en") for ask in pact.asks)}.
    """)
    return


@app.cell
def _(kinds, pact, places, snapshot, store, today):
    operator = operator_of(snapshot, pact.id, own_districts(snapshot, today))
    for_pact = View.of(snapshot, operator, at=today, pact=pact.id)
    answer = propose(pact, for_pact, limit=6, titles=store.titles)
    named = store.titles(mentioned(answer))
    titles = {id: f"A {kinds[id]}" if kinds[id] in PEOPLE else title for id, title in named.items()}
    proposals = to_json(answer, titles)["proposals"]
    rows = [
        {
            "resource": proposal["resource"]["title"],
            "comune": places["title"].get(proposal["resource"]["comune"], ""),
            "band": proposal["band"],
            "why": " ".join(proposal["reasons"]["en"]),
        }
        for proposal in proposals
    ]
    mo.Html(pd.DataFrame(rows).to_html(border=0, index=False)) if rows else mo.md("No good proposal: it is an answer.")
    return (proposals,)


@app.cell
def _(proposals):
    bodies = [one for one in proposals if one["resource"]["kind"] not in PEOPLE]
    mo.stop(not bodies)

    def drawn_factors():
        factors = pd.DataFrame([one["factors"] for one in bodies]).astype(float)
        figure, axes = plt.subplots(figsize=(8, 0.45 * len(factors) + 1.2))
        axes.imshow(factors.to_numpy(), cmap="Blues", vmin=0, vmax=1, aspect="auto")
        axes.set_xticks(range(len(factors.columns)), factors.columns, rotation=30, ha="right")
        axes.set_yticks(range(len(bodies)), [one["resource"]["title"] for one in bodies])
        axes.spines[:].set_visible(False)
        axes.set_title("What each body rests on (white: little, or unknown)", loc="left", color=INK)
        figure.tight_layout()
        return figure

    drawn_factors()
    return


@app.cell
def _(folder, store):
    mo.stop(mo.running_in_notebook())  # whoever edits goes on reading
    store.close()
    folder.cleanup()
    return


if __name__ == "__main__":
    app.run()
