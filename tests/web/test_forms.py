"""Forms in DSFR's mark-up: everything tied to its field, everything escaped (spec X7)."""

import re

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Div, Fieldset, Layout, Row, Submit
from django import forms
from django.template import Context, Template

from expect.web.forms import Form, ModelForm
from tests.web.gallery import EveryField, Reason

pytestmark = pytest.mark.pure


def tag(html: str, name: str) -> str:
    """The opening tag of the input, select or textarea of that name."""
    return re.search(rf"<(?:input|select|textarea)[^>]*name=\"{name}\"[^>]*>", html)[0]


def test_every_kind_of_field_has_its_class():
    html = str(EveryField())
    for name, css in [
        ("subject", "fr-input"),
        ("start", "fr-input"),
        ("theme", "fr-select"),
        ("proof", "fr-upload"),
    ]:
        assert f'class="{css}"' in tag(html, name)
    assert 'class="fr-upload-group"' in html
    assert 'class="fr-select-group"' in html
    assert html.count('class="fr-checkbox-group') == 4
    assert html.count('class="fr-radio-group') == 2
    assert "Sélectionner une option" in html


def test_hints_and_errors_are_both_described():
    form = EveryField({"cost": "-1"})
    html = str(form)
    assert 'aria-describedby="id_cost_helptext id_cost_error"' in tag(html, "cost")
    assert 'aria-invalid="true"' in tag(html, "cost")
    for name in ("cost", "subject"):
        for part in ("helptext", "error"):
            assert f'id="id_{name}_{part}"' in html
    assert 'aria-describedby="id_themes_helptext id_themes_error"' in html
    assert "aria-invalid" not in tag(html, "nature")


def test_every_id_referred_to_exists_and_is_unique():
    html = str(EveryField({}))
    ids = re.findall(r'\bid="([^"]+)"', html)
    assert len(ids) == len(set(ids))
    referred = {i for group in re.findall(r'(?:aria-describedby|for)="([^"]+)"', html) for i in group.split()}
    anchors = set(re.findall(r'href="#([^"]+)"', html))
    assert len(anchors) == len(EveryField({}).errors)
    assert referred | anchors <= set(ids)


def test_the_summary_takes_the_focus_and_counts():
    html = str(EveryField({"subject": "Crues"}))
    assert "8 points à corriger" in html
    assert 'tabindex="-1" autofocus' in html
    assert html.count("autofocus") == 1
    assert "autofocus" not in str(EveryField())


def test_optional_fields_are_the_marked_ones():
    html = str(EveryField())
    assert html.count("(facultatif)") == 2
    assert "Sauf mention" in html
    alone = str(Reason())
    assert f"Renseignez «&nbsp;{Reason.base_fields['reason'].label}&nbsp;» pour continuer." in alone
    assert "obligatoire" not in alone


def test_labels_changed_after_init_are_shown():
    class Late(Form):
        name = forms.CharField(label="Avant")

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["name"].label = "Après"
            self.fields["more"] = forms.CharField(label="Ajouté")

    html = str(Late())
    assert "Avant" not in html
    assert "Après" in html
    assert 'class="fr-input"' in tag(html, "more")


def test_what_people_type_is_escaped():
    class Echo(Form):
        name = forms.CharField(label="<b>Nom</b>", help_text="<i>aide</i>", max_length=3)

    form = Echo({"name": '"><script>alert(1)</script>'})
    form.add_error(None, "<script>")
    html = str(form)
    assert "<script>" not in html
    assert "<b>" not in html
    assert "<i>" not in html


def test_a_file_to_join_again_is_said():
    from django.core.files.uploadedfile import SimpleUploadedFile

    form = EveryField({}, {"proof": SimpleUploadedFile("a.pdf", b"x")})
    assert "joignez-le de nouveau" in str(form)
    assert "joignez-le de nouveau" not in str(EveryField({}, {}))


def test_a_widget_class_of_its_own_is_kept():
    class Wide(Form):
        name = forms.CharField(widget=forms.TextInput(attrs={"class": "wide"}))

    assert 'class="fr-input wide"' in str(Wide())


def test_a_model_form_is_drawn_the_same_way():
    from expect.database.models import Counter

    class CounterForm(ModelForm):
        class Meta:
            model = Counter
            fields = ("name",)

    assert 'class="fr-input"' in tag(str(CounterForm()), "name")


def rendered(source: str, **context) -> str:
    return Template("{% load crispy_forms_tags %}" + source).render(Context(context))


def test_crispy_filter_and_tag_draw_the_same_fields(gallery):
    by_filter = rendered("{{ form|crispy }}", form=EveryField({}))
    assert by_filter.split() == str(EveryField({})).split()
    by_tag = rendered("{% crispy form %}", form=EveryField({}), csrf_token="jeton")
    assert 'method="post"' in by_tag
    assert 'enctype="multipart/form-data"' in by_tag
    assert 'name="csrfmiddlewaretoken" value="jeton"' in by_tag
    assert by_tag.count('role="alert"') == 1


def test_a_crispy_layout_is_drawn_in_dsfr(gallery):
    class Laid(EveryField):
        helper = FormHelper()
        helper.layout = Layout(
            Fieldset(
                "Le séjour", Row(Column("start"), Column("cost", css_class="fr-col-md-4")), css_class="sejour"
            ),
            Div("subject", css_class="objet"),
        )
        helper.add_input(Submit("save", "Enregistrer"))

    html = rendered("{% crispy form %}", form=Laid({"subject": "Crues"}))
    assert "<legend" in html
    assert "Le séjour" in html
    assert 'class="fr-grid-row fr-grid-row--gutters"' in html
    assert 'class="fr-col-12 fr-col-md-4"' in html
    assert 'class="objet"' in html
    assert re.search(r'<input type="submit"\s+name="save"\s+value="Enregistrer"\s+class="fr-btn"', html)
    assert "points à corriger" in html


def test_a_crispy_formset_keeps_its_management_form_and_its_errors(gallery):
    from django.forms.formsets import BaseFormSet

    class OneAtMost(BaseFormSet):
        def clean(self):
            raise forms.ValidationError("Une ligne au plus.")

    lines = forms.formset_factory(Reason, formset=OneAtMost, extra=0)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-reason": "x"}
    for source in ("{{ formset|crispy }}", "{% crispy formset helper %}"):
        helper = FormHelper()
        html = rendered(source, formset=lines(data), helper=helper)
        assert 'name="form-TOTAL_FORMS"' in html
        assert "Une ligne au plus." in html
        assert 'name="form-0-reason"' in html
