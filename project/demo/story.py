"""What was said at Acme Advisory in the last days. All of it is made up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """`who`: "visitor", an agent's first name, "picture", "note", "logged" (on the client's timeline), "given" (to a
    person or team) or "closed"."""

    who: str
    text: str
    minutes: int = 4
    """After the line before."""


@dataclass(frozen=True)
class Thread:
    hours_ago: float
    name: str
    lines: tuple[Line, ...]
    email: str = ""
    phone: str = ""
    page: str = "https://acme.example/"


THREADS = (
    Thread(
        0.1,
        "",
        (
            Line("visitor", "Hi, do you also work with partnerships, or only with limited companies?", 1),
            Line("visitor", "We are three, and one of us wants out by the end of the year.", 1),
        ),
        page="https://acme.example/fees",
    ),
    Thread(
        0.6,
        "Mila Novak",
        (
            Line(
                "visitor", "Good morning! My father wants to hand the joinery to my brother and me. Where do we begin?"
            ),
            Line(
                "Alice",
                "Good morning, Ms Novak. With a talk, all three of you at one table. Is the land in the firm?",
                6,
            ),
            Line("visitor", "Part of it. I have drawn what I know.", 3),
            Line("picture", "70 % of the joinery is his, the land he owns alone.", 2),
            Line("note", "Alice: Land outside the firm: the transfer tax is the first question. Bob, can you look?", 5),
            Line("given", "Alice", 1),
            Line(
                "logged",
                "Alice: Family:\n\n- **Josef**, the father, 68: wants to stop at 70\n- **Mila** runs the office\n"
                "- **Luka** is the joiner, and has said nothing so far",
                3,
            ),
        ),
        email="mila.novak@novak-tischlerei.example",
        phone="+43660555012",
        page="https://acme.example/",
    ),
    Thread(
        1.5,
        "Jonas Keller",
        (
            Line("visitor", "The tax office sent an assessment that I do not understand. It says I have four weeks."),
            Line(
                "Bob",
                "Please do not pay yet, Mr Keller. Four weeks run from the day it was delivered: which date is on it?",
                9,
            ),
            Line("visitor", "The 3rd. It came on the 5th, by post.", 12),
            Line("given", "Bob", 1),
            Line("Bob", "Then we have time until the 2nd. Can you send me pages 1 and 4? A photo will do.", 3),
        ),
        email="jonas@keller-bau.example",
    ),
    Thread(
        3,
        "Aïcha Benali",
        (
            Line("visitor", "Bonjour, avez-vous quelqu’un qui parle français ?"),
            Line("Carol", "Bonjour Madame Benali, oui, moi. En quoi puis-je vous aider ?", 7),
            Line("visitor", "Nous voulons vendre notre pâtisserie. Douze personnes, deux adresses.", 5),
            Line("note", "Carol: Twelve people, two sites. Fits what the Lyon buyer asked for in spring.", 2),
            Line("given", "Carol", 1),
            Line("logged", "Carol: Speaks French and Arabic. Best reached before nine, from the bakery.", 1),
            Line("Carol", "Volontiers. Avez-vous les comptes des trois dernières années sous la main ?", 4),
        ),
        email="aicha@benali.example",
    ),
    Thread(
        5,
        "سارة حداد",
        (
            Line("visitor", "مرحباً، هل تقدمون استشارات ضريبية للشركات العائلية؟"),
            Line("visitor", "لدينا شركة صغيرة من ستة أشخاص.", 2),
            Line("given", "Tax", 8),
        ),
        email="sara@haddad.example",
    ),
    Thread(
        8,
        "Peter Lindqvist",
        (
            Line("visitor", "What do you charge for a first talk?"),
            Line("Alice", "Nothing: the first hour is free, and you keep the page of notes.", 3),
            Line("visitor", "That is fair. Next Tuesday?", 2),
            Line(
                "Alice",
                "Tuesday at ten is free. I have written you down. Bring the articles of the firm if you have them.",
                4,
            ),
            Line("visitor", "Perfect, see you then.", 1),
            Line("closed", "Alice", 2),
            Line("logged", "Alice: Comes on Tuesday at ten, with the articles. Found us through the chamber.", 2),
        ),
        email="peter@lindqvist.example",
        page="https://acme.example/fees",
    ),
    Thread(
        26,
        "Grete Moser",
        (
            Line("visitor", "My partner died in March and I do not know whether I have to keep the shop open."),
            Line("Alice", "I am very sorry, Ms Moser. You do not have to decide anything this week.", 5),
            Line(
                "Alice",
                "Three things have dates:\n1. the notice to the court, within six weeks;\n"
                "2. the lease, which asks for a letter by the end of the quarter;\n"
                "3. wages, which run on.\n\nWe can do the first two for you. Shall I call you?",
                4,
            ),
            Line("visitor", "Please. After four, when the shop is closed.", 20),
            Line("note", "Alice: Call at a quarter past four. Be slow; she has nobody in the shop with her.", 3),
            Line("given", "Alice", 1),
        ),
        email="grete.moser@moser-papier.example",
        phone="+4315550144",
    ),
    Thread(
        30,
        "Tomás Ferreira",
        (
            Line("visitor", 'Is there a checklist of what a buyer will ask for? Ours wants "the data room" by Friday.'),
            Line(
                "Carol",
                "There is. Corporate papers, contracts over one year, people, leases, disputes, taxes. I will send ours.",
                11,
            ),
            Line("visitor", "You are saving my week.", 2),
            Line("closed", "Carol", 15),
        ),
        email="tomas@ferreira-moldes.example",
    ),
    Thread(
        49,
        "Hannah Weiss",
        (
            Line("visitor", "We moved the company car into my name. Did we do that right?"),
            Line("Bob", "Possibly not: it counts as a sale at the car’s value. What does the list price say?", 14),
            Line("visitor", "38,400 when new, four years ago.", 30),
            Line("note", "Bob: Withdrawal at market value, about 17,000. VAT on it. Correct the September return.", 6),
            Line("Bob", "We will correct the September return. It costs you some VAT now and nothing later.", 4),
            Line("visitor", "Better now. Thank you!", 3),
            Line("closed", "Bob", 5),
        ),
        email="hannah@weiss-optik.example",
    ),
    Thread(
        74,
        "Li Wei",
        (
            Line("visitor", "Do you have experience with a management buy-out? Two of our foremen would like to."),
            Line("given", "Sales of firms", 10),
            Line(
                "Carol",
                "Yes, nine so far. The question is always the bank: how much could the two bring themselves?",
                18,
            ),
            Line("visitor", "Perhaps a tenth of it.", 45),
            Line(
                "Carol", "That can work with a seller’s loan. Let us put numbers on a page: Thursday, three o’clock?", 6
            ),
            Line("visitor", "Thursday is good.", 4),
        ),
        email="li.wei@weimetall.example",
        phone="+496955501980",
    ),
    Thread(
        98,
        "Olena Shevchuk",
        (
            Line("visitor", "Are your fees per hour or per project?", 1),
            Line("Alice", "Per project, agreed beforehand on one page. If it takes us longer, that is our trouble.", 6),
            Line("closed", "Alice", 40),
        ),
        email="olena@shevchuk.example",
        page="https://acme.example/fees",
    ),
    Thread(
        122,
        "Robert O’Donnell-Fitzgerald, Fitzgerald & Daughters Fine Bookbinding and Restoration",
        (
            Line("visitor", "Quick one: does a gift of shares to my three daughters have to be equal?"),
            Line("Alice", "No. But write down why it is not, and let all three sign that they read it.", 8),
            Line("visitor", "That sounds like experience.", 2),
            Line("Alice", "It is.", 1),
            Line("closed", "Alice", 3),
        ),
        email="robert@fitzgerald-bookbinding.example",
    ),
)
