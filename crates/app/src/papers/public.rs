//! The public version of a decision: redacted by rule, with the fields a notice shows.

use crate::Error;
use domain::document::{CitedArticle, Document, PartyBlock};

/// A decision as the public may read it.
pub(crate) struct PublicVersion {
    pub(crate) document: Document,
    pub(crate) party_name: String,
    pub(crate) credit_code: Option<String>,
    pub(crate) facts: String,
    pub(crate) basis: String,
}

/// What a notice shows of a redacted decision: every field is taken from it, never from the original.
pub(crate) fn public_version(document: Document) -> Result<PublicVersion, Error> {
    let Document::Decision(decision) = &document else {
        return Err(Error::NotFound("decision"));
    };
    let credit_code = match &decision.party {
        PartyBlock::Organisation { credit_code, .. } => Some(credit_code.clone()),
        PartyBlock::Individual { .. } => None,
    };
    // An article that threatens a fine is not the basis of a decision that imposes none.
    let imposed = Some(&decision.sanction).filter(|sanction| !sanction.penalties.is_empty());
    let articles = decision.facts.violated.iter();
    let articles = articles.chain(imposed.iter().flat_map(|sanction| &sanction.basis));
    let basis: Vec<String> = articles.map(words).collect();
    Ok(PublicVersion {
        party_name: decision.party.name().to_owned(),
        credit_code,
        facts: decision.facts.account.clone(),
        basis: basis.join("；"),
        document,
    })
}

fn words(article: &CitedArticle) -> String {
    format!("《{}》{}", article.act, article.place.place_zh())
}
