"""What was said at Acme Advisory in the weeks before, and a few that wait. All of it is made up."""

from project.demo.story import Line, Thread

EARLIER = (
    Thread(
        0.3,
        "Ingrid Aas",
        (
            Line("visitor", "Hello, is somebody there? I have the notary on the phone.", 1),
            Line("visitor", "He asks for the register number of the holding.", 2),
        ),
        email="ingrid@aas-shipping.example",
        phone="+4722555017",
    ),
    Thread(
        2.2,
        "Farid Rahimi",
        (
            Line("visitor", "You helped my sister with her pharmacy. Would you look at our lease before we sign?"),
            Line("Carol", "Gladly. Send it when you have it; we answer within two working days.", 6),
            Line("visitor", "It is forty pages, I am afraid.", 9),
            Line("Carol", "Then page one, the rent clause and the last three. The rest is usually the same.", 4),
        ),
        email="farid@rahimi-apotheke.example",
    ),
    Thread(
        4.5,
        "",
        (
            Line("visitor", "Do you have a branch in Graz?", 1),
            Line("Bob", "No, but we come to you twice a month. May I ask what it is about?", 5),
        ),
        page="https://acme.example/",
    ),
    Thread(
        7,
        "Charlotte Vance",
        (
            Line("visitor", "The bank wants a forecast for three years by Monday. We have never made one."),
            Line("given", "Tax", 4),
            Line("Bob", "We have a sheet for that. Can you tell me wages, rent and the two biggest customers?", 8),
            Line("visitor", "Wages 31,000 a month, rent 4,200. The customers are 40 and 22 percent of sales.", 16),
            Line(
                "note", "Bob: Forty percent in one customer. The bank will ask; put a case without them beside it.", 3
            ),
            Line("Bob", "Thank you. You get a draft tonight, with one case in which the large one leaves.", 2),
        ),
        email="charlotte@vance-catering.example",
    ),
    Thread(
        22,
        "Matteo Ricci",
        (
            Line("visitor", "Buongiorno, may I write in English? We are buying out my cousin."),
            Line("Alice", "Of course. Is there a price in the articles, or only a formula?", 10),
            Line("visitor", "A formula from 1994 that nobody understands.", 7),
            Line("note", "Alice: Book value plus three years of profit, most likely. Ask for the deed of 1994.", 4),
            Line("Alice", "Those we know. Send us the deed, and we say what it means and what a court would say.", 3),
            Line("given", "Alice", 1),
        ),
        email="matteo@ricci-marmi.example",
    ),
    Thread(
        28,
        "Ewa Zielinska",
        (
            Line("visitor", "How long do we have to keep delivery notes? The cellar is full."),
            Line("Bob", "Seven years from the end of the year, ten where they belong to an open tax case.", 4),
            Line("visitor", "So 2018 can go?", 3),
            Line("Bob", "It can, all but the papers on the hall: that case is still open.", 2),
            Line("closed", "Bob", 6),
            Line("visitor", "One more thing: does a scan count?", 60),
            Line("Bob", "Yes, if it cannot be changed afterwards. The folder on your desktop can.", 20),
        ),
        email="ewa@zielinska-logistik.example",
    ),
    Thread(
        45,
        "Noor de Wit",
        (
            Line(
                "visitor", "Can my brother work in the firm without owning a part of it? Our mother would rather not."
            ),
            Line("Carol", "Yes. What matters is that his contract says so, and that he knows why.", 12),
            Line("visitor", "The second will be harder.", 5),
            Line("Carol", "It always is. We can sit at the table, if that helps.", 3),
            Line("closed", "Carol", 30),
        ),
        email="noor@dewit-bloemen.example",
    ),
    Thread(
        52,
        "Best Offers 24",
        (
            Line("visitor", "Dear business owner, grow your sales tenfold with our lists of verified addresses!!!", 1),
            Line("note", "Bob: Not for us.", 30),
            Line("closed", "Bob", 1),
        ),
        email="deals@best-offers-24.example",
    ),
    Thread(
        70,
        "Katarína Horváthová",
        (
            Line("visitor", "My father signed a guarantee for the firm in 2009. Does it end when he hands over?"),
            Line("Alice", "Not by itself. The bank must let him out, in writing, and it rarely does so unasked.", 9),
            Line("visitor", "He was sure that it was over.", 14),
            Line("note", "Alice: Guarantee over 180,000. Handing over only together with a release. Put it first.", 4),
            Line(
                "Alice",
                "Most are. We write to the bank before anything is signed; then it is the bank that hurries.",
                3,
            ),
            Line("visitor", "Good. Please do.", 6),
        ),
        email="katarina@horvathova-sklo.example",
    ),
    Thread(
        90,
        "Yusuf Demir",
        (
            Line("visitor", "We want to take on two apprentices. Is there money for that?"),
            Line("Bob", "Three kinds, and one has a deadline at the end of this month. How old are the two?", 7),
            Line("visitor", "16 and 19.", 2),
            Line("Bob", "Then all three. I send you the forms, filled in as far as we can.", 11),
            Line("closed", "Bob", 25),
        ),
        email="yusuf@demir-metallbau.example",
    ),
    Thread(
        115,
        "Eleanor Price",
        (
            Line("visitor", "Our bookkeeper retires in June. Do you do payroll?"),
            Line("Carol", "We do, for firms we advise. How many people, and is anybody paid by the piece?", 6),
            Line("visitor", "Nineteen, nobody by the piece, two of them in Bavaria.", 9),
            Line("given", "Bob", 3),
            Line("Bob", "Bavaria is no trouble. Shall we start with May, beside your bookkeeper?", 18),
            Line("visitor", "That is exactly what I hoped for.", 4),
            Line("closed", "Bob", 2),
        ),
        email="eleanor@price-instruments.example",
    ),
    Thread(
        140,
        "Jan van der Berg",
        (
            Line("visitor", "What is our firm worth? Roughly. My wife wants a number before the holidays."),
            Line(
                "Carol", "Roughly: four to five times what is left each year after you have paid yourself properly.", 5
            ),
            Line("visitor", "Properly?", 1),
            Line("Carol", "What you would have to pay a stranger to do your work.", 2),
            Line("visitor", "Oh.", 3),
            Line("closed", "Carol", 10),
        ),
        email="jan@vanderberg-tuinen.example",
    ),
    Thread(
        165,
        "Sofia Lindgren",
        (
            Line("visitor", "Thank you for last week. My sons have spoken to each other for the first time in a year."),
            Line("Alice", "That is the best thing we heard this month. Thank you for writing it.", 25),
            Line("closed", "Alice", 1),
        ),
        email="sofia@lindgren-snickeri.example",
    ),
)
