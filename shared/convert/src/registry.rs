//! The list of converters: one line a component.

use crate::fit::Request;
use crate::sample::Sample;
use crate::step::Step;
use serde::{Deserialize, Serialize};
use skydash_catalog::Component;
use skydash_catalog::converters::{self as parameters, Converter};
use skydash_domain::columns::Columns;
use skydash_domain::progress::Progress;
use skydash_domain::{Error, Result};

/// Makes [`Learnt`] and what goes from a name or a variant to a converter.
///
/// A line reads: component, then family (a module here and in the catalog), module and what it learns. The module's
/// function `fit` learns.
macro_rules! converters {
    ($($name:ident: $family:ident :: $module:ident :: $form:ident;)+) => {
        /// What a converter has learnt.
        ///
        /// The order of the variants is part of the stored form: new ones go to the end.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
        #[expect(clippy::upper_case_acronyms, reason = "each variant has the name of its component")]
        pub(crate) enum Learnt {
            $($name(Box<crate::$family::$module::$form>),)+
        }

        impl Learnt {
            /// The names of all converters.
            pub const NAMES: &'static [&'static str] = &[
                $(<parameters::$family::$name as Component>::NAME,)+
            ];

            /// Learns as a request wants it.
            pub fn learn(request: Request<'_>, table: &dyn Columns, progress: &dyn Progress) -> Result<Self> {
                match request.converter {
                    $(<parameters::$family::$name as Component>::NAME => {
                        let checked = parameters::$family::$name::check(request.parameters)?;
                        let sample = sample::<parameters::$family::$name>(request, table, progress)?;
                        crate::$family::$module::fit(&checked, &sample).map(|form| Self::$name(Box::new(form)))
                    })+
                    other => Err(Error::invalid(format!("There is no Converter '{other}'."))),
                }
            }

            /// The component's name.
            pub fn name(&self) -> &'static str {
                match self {
                    $(Self::$name(_) => <parameters::$family::$name as Component>::NAME,)+
                }
            }

            /// What it can do.
            pub fn step(&self) -> &dyn Step {
                match self {
                    $(Self::$name(form) => form.as_ref(),)+
                }
            }
        }
    };
}

fn sample<'a, C: Converter>(
    request: Request<'a>,
    table: &'a dyn Columns,
    progress: &'a dyn Progress,
) -> Result<Sample<'a>> {
    Sample::new(<C as Component>::NAME, &C::CARD, C::TRAITS, request, table, progress)
}

converters! {
    // columns
    ColumnRemover: columns::column_remover::ColumnRemover;
    NanRemover: columns::nan_remover::NanRemover;
    CharacterReplacer: columns::character_replacer::CharacterReplacer;
    ColumnArithmetic: columns::column_arithmetic::ColumnArithmetic;
    ColumnConcat: columns::column_concat::ColumnConcat;
    NumericExpansion: columns::numeric_expansion::NumericExpansion;
    TypeCast: columns::type_cast::TypeCast;
    // time
    DateFeaturesConverter: time::date_features::DateFeatures;
    TimeResamplerConverter: time::time_resampler::TimeResampler;
    TimeSeriesWindowConverter: time::time_series_window::TimeSeriesWindow;
    // scaling
    Binarizer: scaling::binarizer::Binarizer;
    MaxAbsScaler: scaling::max_abs_scaler::Linear;
    MinMaxScaler: scaling::min_max_scaler::Linear;
    Normalizer: scaling::normalizer::Normalizer;
    StandardScaler: scaling::standard_scaler::Linear;
    // encoding
    LabelEncoder: encoding::label_encoder::LabelEncoder;
    OneHotEncoder: encoding::one_hot_encoder::OneHotEncoder;
    OrdinalEncoder: encoding::ordinal_encoder::OrdinalEncoder;
    // missing
    SimpleImputer: missing::simple_imputer::SimpleImputer;
    MissingIndicator: missing::missing_indicator::MissingIndicator;
    // reduction
    PCA: reduction::pca::Projection;
    IncrementalPCA: reduction::incremental_pca::Projection;
    FastICA: reduction::fast_ica::Projection;
    TruncatedSVD: reduction::truncated_svd::Projection;
    // kernels
    AdditiveChi2Sampler: kernels::additive_chi2_sampler::AdditiveChi2Sampler;
    Nystroem: kernels::nystroem::Nystroem;
    PolynomialFeatures: kernels::polynomial_features::PolynomialFeatures;
    RBFSampler: kernels::rbf_sampler::Waves;
    SkewedChi2Sampler: kernels::skewed_chi2_sampler::Waves;
    // selection
    GenericUnivariateSelect: selection::generic_univariate_select::ColumnRemover;
    SelectFdr: selection::select_fdr::ColumnRemover;
    SelectFpr: selection::select_fpr::ColumnRemover;
    SelectFwe: selection::select_fwe::ColumnRemover;
    SelectKBest: selection::select_k_best::ColumnRemover;
    SelectPercentile: selection::select_percentile::ColumnRemover;
    VarianceThreshold: selection::variance_threshold::ColumnRemover;
    // text
    BagOfWordsConverter: text::bag_of_words::Vocabulary;
    TFIDFConverter: text::tfidf::Vocabulary;
    // sampling
    SMOTEConverter: sampling::smote::Smote;
    SMOTEENNConverter: sampling::smote_enn::Smote;
    RandomUnderSamplerConverter: sampling::random_under_sampler::UnderSampler;
    // missing, from other rows
    KNNImputer: missing::knn_imputer::KnnImputer;
    // text, as language models read it
    TokenizerConverter: text::tokenizer::Pieces;
}
