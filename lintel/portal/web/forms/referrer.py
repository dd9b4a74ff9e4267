"""Where to send it, who is telling us, and how they may be reached."""

from lintel.govuk.fields import EmailField, RadiosField, TextField
from lintel.policy.council import CouncilPolicy
from lintel.portal.web.forms.step_form import PhoneAsWritten, StepForm, StoryField


class DangerForm(StepForm):
    danger = RadiosField(
        "Is a child in immediate danger right now?",
        [("yes", "Yes"), ("no", "No")],
        error="Select yes if a child is in immediate danger right now",
        hint="For example, they are being hurt, are about to be hurt, or need an ambulance.",
    )


class NothingForm(StepForm):
    """A page that only tells."""


class CouncilForm(StepForm):
    council = RadiosField(
        "Which council area does the child live in?",
        error="Select the council area where the child lives",
        hint="If you do not know, choose where the child is now.",
    )

    def ready(self) -> None:
        self.fields["council"].offer(self.councils.items())


class WhoForm(StepForm):
    who = RadiosField(
        "Who are you?",
        [
            (
                "public",
                "A member of the public",
                "For example, a relative, a friend, a neighbour, a parent or a young person",
            ),
            (
                "professional",
                "Somebody whose work brings you into contact with the child",
                "For example, a teacher, nurse, police officer or youth worker",
            ),
        ],
        error="Select who you are",
    )


class KindForm(StepForm):
    kind = RadiosField("What do you want to do?", error="Select what you want to do")

    def ready(self) -> None:
        offered = [
            (
                "welfare",
                "Tell us you are worried about a child",
                "You do not need to be certain, and you do not need proof",
            ),
            (
                "signposting",
                "Ask for advice, or find a service for a family",
                "For example, help with behaviour, money, housing or a disability",
            ),
            (
                "ehc_request",
                "Ask for an education, health and care needs assessment",
                "For a child or young person up to 25 with special educational needs",
            ),
        ]
        if self.answers.is_professional:
            offered.append(
                (
                    "information_request",
                    "Ask what we know about a family",
                    "For example, another council, Cafcass or a court",
                )
            )
        self.fields["kind"].offer(offered)


class WorkplaceForm(StepForm):
    source = RadiosField("Where do you work?", error="Select where you work")

    def ready(self) -> None:
        self.fields["source"].offer(
            (code, source.plain)
            for code, source in self.policy.sources.items()
            if source.professional
        )


class YourDetailsForm(StepForm):
    name = TextField("Your full name", error="Enter your full name", autocomplete="name")
    role = TextField(
        "Your job title",
        error="Enter your job title",
        autocomplete="organization-title",
        hint="For example, class teacher or health visitor",
    )
    agency = TextField(
        "Name of your organisation",
        error="Enter the name of your organisation",
        autocomplete="organization",
        hint="For example, the name of your school or surgery",
    )
    phone = PhoneAsWritten("Work telephone number", hint="A number we can ring today, if we can")
    email = EmailField("Work email address")

    def clean(self) -> None:
        if not self.errors and not (self.cleaned_data["phone"] or self.cleaned_data["email"]):
            self.add_error("phone", "Enter a telephone number or an email address")


class RelationshipForm(StepForm):
    source = RadiosField("How do you know the child?", error="Select how you know the child")

    def ready(self) -> None:
        self.fields["source"].offer(relationships(self.policy).items())


def relationships(policy: CouncilPolicy) -> dict[str, str]:
    """What a member of the public may be to the child, by census code, as the form says it."""
    words = {"1C": "I am the child or young person"}
    return {
        code: words.get(code, source.plain)
        for code, source in policy.sources.items()
        if source.public and code != "9"
    }


class NamingForm(StepForm):
    naming = RadiosField(
        "Do you want to give your name?",
        [
            ("named", "Yes, I will give my name", "It helps us if we have a question for you"),
            (
                "anonymous",
                "No, I want to stay anonymous",
                "We will not be able to ask you anything or tell you that we have acted",
            ),
        ],
        error="Select whether you want to give your name",
    )


class YourContactForm(StepForm):
    name = TextField("Your full name", error="Enter your full name", autocomplete="name")
    phone = PhoneAsWritten("Telephone number")
    email = EmailField("Email address")

    def clean(self) -> None:
        # A worry can be told without leaving a way back; a question cannot be answered without.
        wanted = self.answers.kind != "welfare"
        given = self.cleaned_data.get("phone") or self.cleaned_data.get("email")
        if wanted and not self.errors and not given:
            self.add_error("phone", "Enter a telephone number or an email address")


class SafeContactForm(StepForm):
    safe_contact = StoryField(
        "Is there anything we should know before we contact you?",
        hint="For example, “only ring between 9am and 3pm”, “never leave a message” or "
        "“he reads my emails”. Leave it empty if any way is safe.",
        rows=3,
        limit=1_000,
    )
