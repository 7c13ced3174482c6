"""What people write. The loader keeps no text; these only have to be awkward enough to read."""

SHARES = (
    "Today's idea: {title}.\n\n{link}\n\nWould this work here? Tell us, good or bad.",
    'Worth two minutes: "{title}". Who has tried something like it?\n{link}',
    "{title}\n{link}",
    'A council our size did this, and wrote up the numbers, warts and all: "{title}".\n\n'
    "- what they changed\n- what it cost\n- what they would do again\n\n{link}",
    "Spotted this morning ({link}). {title}: simple, cheap, quick.",
)
ROUND_UP = (
    "The week's ideas in one place, in case you missed them:\n\n{links}\n\n"
    'Reply with the one you would "steal, today".'
)
RESHARES = (
    "Have you seen this? {link}",
    "We should talk about this one at the next team meeting, I think: {link}\nThoughts?",
    'Someone said "never invented here"... well: {link}',
    "From the newsletter, ideas worth stealing: {link}.",
    "Passing this on ({link}).",
)
ATTACHED_ONLY = (
    "Have a look at this one.",
    "This made me think of our own queue, and of how we could shorten it.",
    'Filed under "why did we not think of that".',
)
REPLIES = (
    "Love this.",
    "We tried something similar in 2019, happy to share what we learned.",
    "Could we pilot it in one team first, say for a month?",
    "Who would own it, though?",
    "Yes please!",
    "Thanks for sharing. I have passed it on to my manager.",
    'Our residents keep asking for this, "every single week" as one put it.',
    "Not sure it works for shift workers; most of us have no laptop.",
    "Great find.\n\nTwo questions:\n1. what did it cost,\n2. who pays?",
    "Count me in, I can give an hour a week.",
    "Interesting, but the example is a lot smaller than we are.",
    "cc [[user:36425000001]] this is what we talked about, right?",
)
CHATTER = (
    "Good morning from a frosty depot.",
    "Does anyone know who looks after the meeting rooms on floor 2?",
    "Well done to the whole team, a 100% record this quarter!",
    "Reminder: flu clinic on Thursday, 10:00 to 15:00, canteen.",
    'The new form says "not applicable" is not applicable. Help?',
    "Photos from the tree planting day are up, thanks to all who came.",
    "Is the travel page down for anyone else?",
    "Looking for a spare desk on Wednesdays, anywhere near the station.",
    "[Tag:55:wellbeing] Lunchtime walk, meet at the main entrance at 12:30.\nAll welcome.",
    "Lost: one blue umbrella, much loved.",
    "We are hiring! Two posts, closing Friday, ask me anything.",
    "Handover done, quiet night, all residents well.",
    "What is one thing you would stop doing tomorrow?",
    "Results of the survey, in short: more notice, fewer forms, better tea.",
)
ANSWERS = (
    "Thanks, that is really helpful.",
    "Same here.",
    "Try the service desk, they fixed it for me in ten minutes.",
    "Brilliant, well done all.",
    "I will ask and come back to you.",
    "Agreed.",
    "Not for me, sorry.",
    "See you there!",
    "It is on the intranet, under forms, then facilities.",
    '"Better tea" gets my vote.',
    "Congratulations, fully deserved.",
    "Yes, since about nine this morning.",
)
