"""Legami: la rete in un giro · a tour of the network, as networkx and pandas, one family's circles, its proposals."""

import marimo

__generated_with = "0.25.2"
app = marimo.App(width="medium", app_title="Legami: un giro della rete")

with app.setup:
    import io
    from collections import Counter
    from contextlib import redirect_stdout
    from pathlib import Path
    from tempfile import TemporaryDirectory
    from textwrap import fill

    import marimo as mo
    import matplotlib.pyplot as plt
    import networkx as nx
    import numpy as np
    import pandas as pd

    from api.cli import run
    from api.cli.propose_command import BANDS
    from api.reading import operator_of, own_districts, pact_kinds
    from api.settings import read_settings
    from graph.errors import Text
    from graph.kinds import SCHEMA, Family, HouseholdMembership, InclusionPact, PactParty, Person, Place
    from graph.kinds.base import kind_names
    from graph.snapshot.exchange import to_networkx, to_pandas
    from graph.store import open_store
    from graph.view import MAINTENANCE, View
    from graph.vocabulary import scheme
    from matching.presentation import mentioned, to_json
    from matching.propose import propose
    from matching.words import on_date

    plt.rcParams |= {"figure.dpi": 150, "font.size": 9, "axes.spines.top": False, "axes.spines.right": False}
    INK, QUIET, STRONG = "#17324d", "#c3cedb", "#0066cc"
    WIDE = 5.2  # inches: a figure shrinks to the width of a telephone, and its letters must stay legible there
    FEW = 5
    PEOPLE, PACTS, LAND = set(kind_names([Person, Family])), set(pact_kinds()), set(kind_names([Place]))
    (HOME,), (PARTY,), (INCLUSION,) = map(list, map(kind_names, ([HouseholdMembership], [PactParty], [InclusionPact])))
    LANGUAGE = read_settings().language
    TITLES = {name: kind.title[LANGUAGE] for name, kind in zip(SCHEMA.node_names, SCHEMA.nodes, strict=True)}
    FACTORS = {
        "fit": Text("ciò che serve", "what is needed"),
        "nearness": Text("vicinanza sul territorio", "nearness on the ground"),
        "introduction": Text("chi può presentare", "who can introduce"),
        "proximity": Text("vicinanza nella rete", "nearness in the network"),
        "give_back": Text("che cosa si ricambia", "what is given back"),
        "gain": Text("quanto è nuovo", "how new it is"),
        "preference": Text("preferenze", "preferences"),
        "availability": Text("posti liberi", "free places"),
    }

    def say(it: str, en: str) -> str:
        """A sentence in the language of the page."""
        return Text(it, en)[LANGUAGE]

    def number(count: float) -> str:
        """A whole number as the language writes it."""
        return f"{int(count):,}".replace(",", say(".", ","))

    def table(frame: pd.DataFrame, *, stacked: bool = False) -> mo.Html:
        """A table; on a telephone each row of a `stacked` one stands on lines of its own."""
        return mo.Html(frame.to_html(border=0, index=False, classes="stacked" if stacked else None))

    def described(figure: plt.Figure, text: str) -> plt.Figure:
        """A figure with what it shows in words, for those who do not see it."""
        figure.set_label(text)
        figure.tight_layout()
        return figure


@app.cell
def _():
    mo.md(
        say(
            """
    # Un giro della rete

    Qui tutto è inventato: una comunità di prova sul territorio vero di una provincia. Il notebook usa solo funzioni
    pubbliche dei pacchetti: ogni passo vale anche su un programma vero, per chi può vederlo. Si apre con
    `marimo edit notebooks/tour.py`; `-- --store sqlite:///percorso` prende un archivio che c'è, `-- --persons 5000`
    un'altra grandezza, `LEGAMI_LANG=en` l'inglese. Nessuno è nominato: persone e famiglie si chiamano per ciò che
    sono, gli enti con il loro nome.
    """,
            """
    # A tour of the network

    Everything here is invented: a synthetic community on the real ground of a province. The notebook uses only
    public functions of the packages, so each step works on a real programme too, for those who may see it. Open it
    with `marimo edit notebooks/tour.py`; `-- --store sqlite:///path` takes a store that exists, `-- --persons 5000`
    another size, `LEGAMI_LANG=it` Italian. Nobody is named: persons and families are called what they are, bodies
    by their name.
    """,
        )
    )
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
    mo.md(
        say(
            f"""
    ## Che cosa contiene l'archivio

    {number(len(snapshot))} nodi e {number(len(tables.ties))} legami visibili alla modifica {snapshot.commit}; oggi è il
    {on_date(today.isoformat()).it}. Una *vista* toglie ciò che chi guarda non può usare: qui soltanto i legami finiti e
    ciò che protegge le persone l'una dall'altra.
    """,
            f"""
    ## What the store holds

    {number(len(snapshot))} nodes and {number(len(tables.ties))} visible ties at commit {snapshot.commit}; today counts
    as {on_date(today.isoformat()).en}. A *view* takes away what its viewer may not use: here nothing but ended ties and
    what protects people from one another.
    """,
        )
    )
    return


@app.cell
def _(kinds):
    held = (
        kinds.map(TITLES).value_counts().reset_index().set_axis([say("tipo", "kind"), say("quanti", "records")], axis=1)
    )
    table(held)
    return


@app.cell
def _():
    mo.md(
        say(
            """
    ## Chi è legato a chi

    I legami visibili tra tipi di nodi, contati in qualunque verso vadano. La scala è logaritmica: quasi tutti i legami
    di una comunità uniscono persone, e i pochi tra enti sono quelli su cui un programma può lavorare.
    """,
            """
    ## Who is tied to whom

    Visible ties between kinds of nodes, counted whichever way they point. The scale is logarithmic: most of a
    community's ties join persons, and the few between bodies are the ones that a programme can work on.
    """,
        )
    )
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
        figure, axes = plt.subplots(figsize=(WIDE, WIDE))
        axes.imshow(np.log10(values + 1), cmap="Blues")
        axes.set_xticks(range(len(order)), [TITLES[kind] for kind in order], rotation=90, fontsize=7)
        axes.set_yticks(range(len(order)), [TITLES[kind] for kind in order], fontsize=7)
        for (row, column), count in np.ndenumerate(values):
            shade = "white" if count > values.max() ** 0.6 else INK
            text = f"{count}" if count < 1000 else f"{count / 1000:.0f}k"
            axes.text(column, row, text if count else "", ha="center", va="center", color=shade, fontsize=5)
        axes.set_title(say("Legami tra tipi di nodi", "Ties between kinds of nodes"), loc="left", color=INK)
        axes.spines[:].set_visible(False)
        pairs = np.argwhere(np.tril(np.ones_like(values)))
        most = sorted(((values[a, b], a, b) for a, b in pairs), reverse=True)[:5]
        named = "; ".join(f"{TITLES[order[a]]} – {TITLES[order[b]]}: {number(count)}" for count, a, b in most if count)
        return described(
            figure,
            say(
                f"Legami tra tipi di nodi. I più numerosi: {named}.", f"Ties between kinds of nodes. The most: {named}."
            ),
        )

    drawn_matrix()
    return


@app.cell
def _():
    mo.md(
        say(
            """
    ## Quanti legami ha una persona, e chi non ne ha quasi

    Le persone isolate sono quelle per cui il programma esiste: restano in ogni tabella. Vivere insieme qui non conta,
    perché non dice nulla di una vita fuori casa. Gli ambiti in cui sono sole meno di cinque persone non mostrano un
    numero, come si farebbe con persone vere, e nemmeno un ambito da cui quel numero si ricaverebbe.
    """,
            """
    ## How many ties a person has, and who has hardly any

    Isolated people are those whom the programme is for: they stay in every table. Living together is not
    counted here, for it says nothing of a life outside the home. Districts where fewer than five persons are
    alone show no number, as one would do with real people, nor does a district from which that number would follow.
    """,
        )
    )
    return


@app.cell
def _(kinds, tables):
    outside = tables.ties[tables.ties["kind"] != HOME]
    degree = pd.concat([outside["source"], outside["target"]]).value_counts().reindex(tables.nodes.index, fill_value=0)
    persons = degree[kinds.isin(kind_names([Person]))]

    def drawn_degrees():
        figure, axes = plt.subplots(figsize=(WIDE, 2.6))
        most = int(persons.quantile(0.99))
        counts = persons.clip(upper=most).value_counts().reindex(range(most + 1), fill_value=0)
        axes.bar(counts.index, counts, color=[STRONG if ties == 0 else QUIET for ties in counts.index])
        axes.set_xlabel(
            say(f"legami fuori casa ({most}: tanti o di più)", f"ties outside the home ({most}: as many or more)")
        )
        axes.set_ylabel(say("persone", "persons"))
        alone, among = number((persons == 0).sum()), number(len(persons))
        title = say(f"{alone} su {among} persone non ne hanno", f"{alone} of {among} persons have none")
        axes.set_title(title, loc="left", color=INK)
        half = number(persons.median())
        return described(
            figure,
            say(
                f"Persone per numero di legami fuori casa: {title}, metà ne ha al più {half}.",
                f"Persons by their ties outside the home: {title}, half have {half} or fewer.",
            ),
        )

    drawn_degrees()
    return (persons,)


@app.cell
def _(persons, snapshot, store, tables):
    comuni = np.flatnonzero(snapshot.of_kinds(list(LAND)) & (snapshot.columns["istat_code"] >= 0)).tolist()
    codes = np.array([*snapshot.codes, None], object)
    places = pd.DataFrame(
        {"id": [snapshot.id(at) for at in comuni], "district": codes[snapshot.columns["district"][comuni]]},
        index=codes[snapshot.columns["istat_code"][comuni]],
    )
    places["title"] = places["id"].map(store.titles(places["id"]))

    def alone_by_district():
        home = tables.nodes.loc[persons.index, "comune"].map(places["district"])
        counted = pd.DataFrame({"district": home, "alone": persons == 0}).groupby("district")["alone"]
        shown = counted.agg(["size", "sum"])
        few = shown < FEW
        for name, hidden in few.items():
            if hidden.any() and not hidden.all():  # the sum is told elsewhere: it must not give the hidden ones away
                few.loc[shown.loc[~hidden, name].idxmin(), name] = True
        heads = (
            say("ambito", "district"),
            say("persone", "persons"),
            say("senza legami fuori casa", "without ties outside the home"),
        )
        masked = shown.astype(object).mask(few, say("non mostrato", "not shown"))
        return masked.reset_index().set_axis(list(heads), axis=1)

    table(alone_by_district())
    return (places,)


@app.cell
def _():
    mo.md(
        say(
            """
    ## Sul territorio

    Ogni ente che ha un luogo, e tra i comuni i legami delle persone che ci vivono: più la linea è larga, più sono.
    """,
            """
    ## On the ground

    Every body that has a place, and between comuni the ties of the people who live there: the wider the line,
    the more ties.
    """,
        )
    )
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
        figure, axes = plt.subplots(figsize=(WIDE, 4))
        for pair, count in between.most_common(300):
            ends = towns.loc[list(pair)]
            axes.plot(ends["lon"], ends["lat"], color=QUIET, lw=0.2 + count**0.5 / 10, zorder=1)
        bodies = placed[~placed["kind"].isin([*LAND, *PEOPLE])]
        axes.scatter(bodies["lon"], bodies["lat"], s=3, color=STRONG, zorder=2, label=say("enti", "bodies"))
        axes.scatter(towns["lon"], towns["lat"], s=5, color=INK, zorder=3, label="comuni")
        title = say("Enti e comuni, con i legami tra comuni", "Bodies and comuni, with the ties between comuni")
        axes.set_title(title, loc="left", color=INK)
        axes.set_aspect(1.4)
        axes.legend(frameon=False, loc="lower left")
        axes.set_axis_off()
        most = "; ".join(" – ".join(places["title"][list(pair)]) for pair, _ in between.most_common(3)) or "–"
        held = say(
            f"{number(len(bodies))} enti, {len(towns)} comuni", f"{number(len(bodies))} bodies, {len(towns)} comuni"
        )
        tied = say("I più legati", "The most tied")
        return described(figure, f"{title}: {held}. {tied}: {most}.")

    drawn_ground()
    return


@app.cell
def _():
    mo.md(
        say(
            """
    ## Le cerchie di una famiglia

    La parte del primo patto di inclusione aperto, le persone di casa, e chi e che cosa conoscono. Una *cerchia* è un
    pezzo di questo vicinato che sta insieme anche senza la famiglia: ciò che una cerchia non può aprire, può aprirlo
    un'altra. La casa è blu, ogni cerchia ha un colore suo; gli enti si chiamano per tipo.
    """,
            """
    ## The circles of one family

    The party of the first open inclusion pact, the people of the household, and whom and what they know. A *circle*
    is a part of that neighbourhood which holds together without the family: what one circle cannot open, another
    may. The household is blue, each circle has a colour of its own; bodies are called by their kind.
    """,
        )
    )
    return


@app.cell
def _(kinds, network, store):
    pact = next((pact for pact in store.nodes(INCLUSION) if pact.status == "open"), None)
    mo.stop(
        pact is None,
        mo.md(
            say(
                "Non c'è nessun patto di inclusione aperto: nessuna cerchia da guardare, e nulla da proporre.",
                "There is no open inclusion pact: nobody's circles to look at, and nothing to propose.",
            )
        ),
    )
    parties = {source for source, _, kind in network.in_edges(pact.id, data="kind") if kind == PARTY}
    members = network.in_edges(parties, data="kind")
    home = parties | {source for source, _, kind in members if kind == HOME}
    known = nx.Graph(network.subgraph(id for id in network if kinds[id] not in LAND | PACTS))
    near = set().union(*(known[id] for id in home)) - home
    circles = sorted(nx.connected_components(known.subgraph(near)), key=len, reverse=True)
    around = nx.Graph()  # in one order, so that it is always drawn alike
    around.add_nodes_from(sorted(home | near))
    around.add_edges_from(sorted(tuple(sorted(pair)) for pair in known.subgraph(around).edges))
    return around, circles, home, pact


@app.cell
def _(around, circles, home, kinds):
    def drawn_circles():
        figure, axes = plt.subplots(figsize=(WIDE, 4.4))
        spots, colours = nx.spring_layout(around, seed=4), plt.get_cmap("Dark2")
        circle_of = {id: number for number, circle in enumerate(circles) for id in circle}
        shades = [STRONG if id in home else colours(circle_of[id] % 8) for id in around]
        sizes = [90 if id in home else 35 for id in around]
        labels = {id: TITLES[kinds[id]] for id in around if kinds[id] not in PEOPLE}
        nx.draw_networkx_edges(around, spots, ax=axes, edge_color=QUIET, width=0.7)
        nx.draw_networkx_nodes(around, spots, ax=axes, node_color=shades, node_size=sizes, linewidths=0)
        above = {id: (x, y + 0.07) for id, (x, y) in spots.items()}
        nx.draw_networkx_labels(around, above, labels, ax=axes, font_size=7, font_color=INK, clip_on=False)
        axes.set_axis_off()
        axes.margins(0.12)
        near, many = len(around) - len(home), len(circles)
        title = say(f"{near} vicini in {many} cerchie", f"{near} neighbours in {many} circles")
        axes.set_title(title, loc="left", color=INK)
        sizes_said = ", ".join(str(len(circle)) for circle in circles)
        return described(
            figure,
            say(
                f"La casa ({len(home)}) e il suo vicinato: {title}, di {sizes_said or 0} nodi.",
                f"The household ({len(home)}) and its neighbourhood: {title}, of {sizes_said or 0} nodes.",
            ),
        )

    drawn_circles()
    return


@app.cell
def _(pact):
    asked = "; ".join(scheme().label(ask.need, LANGUAGE) for ask in pact.asks)
    mo.md(
        say(
            f"""
    ## Che cosa le propone Legami

    La stessa funzione che usano gli operatori, sulla vista di un operatore dell'ambito della famiglia, fatta per questo
    patto: chi la parte non deve incontrare è assente prima di ogni ordine. Persone e famiglie non hanno numeri, né qui
    né altrove: una fascia, e una ragione che si può leggere ad alta voce. Che cosa chiedono: {asked}.
    """,
            f"""
    ## What Legami proposes to it

    The same function that operators use, on the view of an operator of the family's district, made for this pact:
    whom its party must not meet is absent before anything is ranked. Persons and families have no numbers here or
    anywhere: a band, and a reason that can be read aloud. What they ask: {asked}.
    """,
        )
    )
    return


@app.cell
def _(kinds, pact, places, snapshot, store, today):
    operator = operator_of(snapshot, pact.id, own_districts(snapshot, today))
    for_pact = View.of(snapshot, operator, at=today, pact=pact.id)
    answer = propose(pact, for_pact, limit=6, titles=store.titles)
    named = store.titles(mentioned(answer))
    titles = {
        id: say("Una ", "A ") + TITLES[kinds[id]].lower() if kinds[id] in PEOPLE else title
        for id, title in named.items()
    }
    proposals = to_json(answer, titles)["proposals"]
    rows = [
        {
            say("risorsa", "resource"): proposal["resource"]["title"],
            "comune": places["title"].get(proposal["resource"]["comune"], ""),
            say("fascia", "band"): BANDS[proposal["band"]][LANGUAGE],
            say("perché", "why"): " ".join(proposal["reasons"][LANGUAGE]),
        }
        for proposal in proposals
    ]
    with pd.option_context("display.max_colwidth", None):
        shown = table(pd.DataFrame(rows), stacked=True)
    shown if rows else mo.md(say("Nessuna buona proposta: è una risposta.", "No good proposal: it is an answer."))
    return (proposals,)


@app.cell
def _(proposals):
    bodies = [one for one in proposals if one["resource"]["kind"] not in PEOPLE]
    mo.stop(not bodies)

    def drawn_factors():
        factors = pd.DataFrame([one["factors"] for one in bodies]).astype(float)
        called = [FACTORS[name][LANGUAGE] for name in factors.columns]
        bars = [one["resource"]["title"] for one in bodies]
        figure, axes = plt.subplots(figsize=(WIDE, 0.5 * len(factors) + 1.9))
        axes.imshow(factors.to_numpy(), cmap="Blues", vmin=0, vmax=1, aspect="auto")
        axes.set_xticks(range(len(called)), called, rotation=40, ha="right", fontsize=8)
        axes.set_yticks(range(len(bodies)), [fill(bar, 28) for bar in bars], fontsize=8)
        axes.spines[:].set_visible(False)
        title = say(
            "Su che cosa si regge ogni ente (bianco: poco, o non si sa)",
            "What each body rests on (white: little, or unknown)",
        )
        figure.suptitle(title, x=0.02, ha="left", color=INK, fontsize=9)
        most = "; ".join(
            f"{bar}: {called[int(np.nanargmax(row))]}"
            for bar, row in zip(bars, factors.to_numpy(), strict=True)
            if not np.isnan(row).all()
        )
        strongest = say("il più forte di ciascuno", "the strongest of each")
        return described(figure, f"{title}; {strongest}: {most}.")

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
