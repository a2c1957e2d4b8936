"""What every model promises, those to come too."""

import json
import pkgutil
from dataclasses import fields
from importlib import import_module

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

from segmentation import models
from segmentation.model import Model
from segmentation.profile import LABELS, SCORES, Policy
from tests.segmentation.populations import odd_populations, populations

POLICY = Policy()

every_model = pytest.mark.parametrize("model", POLICY.models, ids=lambda model: model.name)
every_odd_population = pytest.mark.parametrize("name", odd_populations)


def labelled(model: Model, figures: pd.DataFrame, before: pd.DataFrame | None = None) -> pd.DataFrame:
    """Fit a model on some customers and label them."""
    return model.label(figures, model.fit(figures), before)


def test_every_model_is_listed() -> None:
    files = {file.name for file in pkgutil.iter_modules(models.__path__)}
    assert (
        files == {model.name for model in POLICY.models} == {field.name for field in fields(Policy)} - {"sensitivity"}
    )


@every_model
def test_its_file_lists_its_segments_in_two_languages(model: Model) -> None:
    listed = import_module(f"segmentation.models.{model.name}").SEGMENTS
    keys = {segment.key for segments in model.segments.values() for segment in segments}
    assert {segment.key for segment in listed} == keys
    for segment in (*listed, *(one for segments in model.segments.values() for one in segments)):
        assert segment.en
        assert any("\u4e00" <= letter <= "\u9fff" for letter in segment.zh)
        assert segment.meaning.format_map(vars(model))


@every_model
def test_it_has_evidence_for_every_label_among_figures_and_scores(model: Model) -> None:
    known = {*odd_populations["all zero"].columns, *model.scores}
    assert set(model.evidence) == set(model.segments)
    assert all(set(evidence) <= known for evidence in model.evidence.values())
    assert set(model.basis) <= known


@every_model
@given(populations)
@settings(max_examples=6, deadline=None)
def test_everybody_gets_exactly_one_segment_per_label(model: Model, figures: pd.DataFrame) -> None:
    labels = labelled(model, figures)
    assert labels.index.equals(figures.index)
    assert set(labels.columns) == {*model.segments, *model.scores}
    for label, segments in model.segments.items():
        assert labels[label].notna().all()
        assert labels[label].cat.categories.tolist() == [segment.key for segment in segments]


@every_model
@every_odd_population
def test_odd_populations_are_labelled_too(model: Model, name: str) -> None:
    figures = odd_populations[name]
    lines = model.fit(figures)
    assert json.loads(json.dumps(lines, allow_nan=False)) == lines
    assert not model.label(figures, lines, None)[list(model.segments)].isna().any(axis=None)
    alone = model.label(odd_populations["one customer"], model.fit(odd_populations["nobody"]), None)
    assert len(alone) == 1


@every_model
@given(populations)
@settings(max_examples=6, deadline=None)
def test_equal_customers_get_equal_labels(model: Model, figures: pd.DataFrame) -> None:
    twins = pd.concat([figures, figures.set_axis(figures.index + 100)])
    labels = labelled(model, twins)
    pd.testing.assert_frame_equal(labels.iloc[len(figures) :].set_axis(figures.index), labels.iloc[: len(figures)])


@every_model
@given(populations)
@settings(max_examples=6, deadline=None)
def test_the_order_of_customers_does_not_matter(model: Model, figures: pd.DataFrame) -> None:
    backwards = figures.iloc[::-1]
    assert model.fit(backwards) == model.fit(figures)
    pd.testing.assert_frame_equal(labelled(model, backwards), labelled(model, figures).iloc[::-1])


@every_model
@given(populations)
@settings(max_examples=6, deadline=None)
def test_a_customer_alone_gets_the_labels_it_gets_among_others(model: Model, figures: pd.DataFrame) -> None:
    lines = json.loads(json.dumps(model.fit(figures)))
    together = model.label(figures, lines, None)
    alone = [model.label(figures.iloc[[row]], lines, None) for row in range(len(figures))]
    pd.testing.assert_frame_equal(pd.concat(alone), together)


@every_model
@given(populations, populations)
@settings(max_examples=6, deadline=None)
def test_labelling_again_with_the_labels_just_given_changes_nothing(
    model: Model, earlier: pd.DataFrame, figures: pd.DataFrame
) -> None:
    lines = model.fit(figures)
    first = model.label(figures, lines, model.label(earlier, lines, None))
    pd.testing.assert_frame_equal(model.label(figures, lines, first), first)


@every_model
def test_it_labels_figures_that_come_back_from_storage(model: Model) -> None:
    figures = odd_populations["one customer"]
    stored = figures.astype({name: np.float64 for name in figures if figures[name].dtype.kind == "f"})
    pd.testing.assert_frame_equal(labelled(model, stored), labelled(model, figures))


def test_no_two_models_give_the_same_column() -> None:
    given_columns = [column for model in POLICY.models for column in (*model.segments, *model.scores)]
    assert sorted(given_columns) == sorted({*LABELS, *SCORES})
