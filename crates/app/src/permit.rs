//! Who asks, and the permit that every use case works through.

use crate::{Action, Cx, Error};
use domain::record::{Digests, RecordKind};
use domain::region::Territory;
use domain::{AgencyId, OfficerId, Timestamp};
use domain::{officer::Role, task::Task};
use store::{Change, Scope, Tx};

/// A person who has logged in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// Who.
    pub id: OfficerId,
    /// The name.
    pub name: String,
    /// Whose officer.
    pub agency: AgencyId,
    /// What the person may do.
    pub roles: Vec<Role>,
    /// The territory of the agency.
    pub territory: Territory,
}

/// Whoever asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Actor {
    /// A person.
    Person(Person),
    /// A part of the platform, by name.
    Service(&'static str),
}

impl Actor {
    /// The territory of a person's agency.
    pub fn territory(&self) -> Option<&Territory> {
        match self {
            Self::Person(person) => Some(&person.territory),
            Self::Service(_) => None,
        }
    }

    /// How the record names the actor.
    pub fn recorded(&self) -> String {
        match self {
            Self::Person(person) => format!("officer/{}", person.id),
            Self::Service(name) => format!("service/{name}"),
        }
    }
}

/// What the policies look at in a thing: what it is, where it is, whose it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Thing {
    /// `lead`, `case` …
    pub noun: &'static str,
    /// Where it is.
    pub territory: Option<Territory>,
    /// To whom it was given.
    pub people: Vec<OfficerId>,
    /// Where it was before it was handed over: who is there still reads it.
    pub readers: Vec<Territory>,
}

impl Thing {
    /// A thing at a place, given to nobody.
    pub fn at(noun: &'static str, territory: Option<Territory>) -> Self {
        Self { noun, territory, people: Vec::new(), readers: Vec::new() }
    }
}

/// Something the policies can be asked about.
pub trait Guarded {
    /// How the policies see it.
    fn thing(&self) -> Thing;
}

/// That the actor may do this: the only way to a transaction.
#[derive(Clone, Copy)]
#[expect(missing_debug_implementations, reason = "holds ports, which have none")]
pub struct Permit<'a> {
    cx: &'a Cx,
    actor: &'a Actor,
    action: Action,
}

impl<'a> Permit<'a> {
    pub(crate) fn ask(cx: &'a Cx, actor: &'a Actor, action: Action) -> Result<Self, Error> {
        let permit = Self { cx, actor, action };
        // The most favourable thing there is: in the own territory and given to the actor. If even that is refused,
        // so is everything.
        let people = match actor {
            Actor::Person(person) => vec![person.id],
            Actor::Service(_) => Vec::new(),
        };
        permit.check(&Thing { people, ..Thing::at("any", actor.territory().cloned()) })?;
        Ok(permit)
    }

    /// Lets a thing through that the actor may do this to; what the actor may not even see does not exist.
    pub fn on<T: Guarded>(&self, thing: Option<T>, noun: &'static str) -> Result<T, Error> {
        let thing = thing.ok_or(Error::NotFound(noun))?;
        let guarded = thing.thing();
        let hidden = match (self.actor.territory(), &guarded.territory) {
            (Some(own), Some(its)) => {
                let reads = guarded.readers.contains(own);
                !own.contains(its) && !self.given_to_actor(&guarded) && !reads
            }
            _ => false,
        };
        if hidden {
            return Err(Error::NotFound(noun));
        }
        self.check(&guarded)?;
        Ok(thing)
    }

    fn given_to_actor(&self, thing: &Thing) -> bool {
        matches!(self.actor, Actor::Person(person) if thing.people.contains(&person.id))
    }

    fn check(&self, thing: &Thing) -> Result<(), Error> {
        if self.cx.policies().allow(self.actor, self.action, thing) {
            return Ok(());
        }
        Err(Error::Forbidden(self.action))
    }

    /// Whether the actor could do another action to a thing: for screens that show what is possible.
    pub fn could(&self, action: Action, thing: &Thing) -> bool {
        self.cx.policies().allow(self.actor, action, thing)
    }

    /// The transaction of a use case that changes something.
    pub async fn write(&self) -> Result<Tx, Error> {
        Ok(self.cx.store().write().await?)
    }

    /// The transaction of a use case that reads.
    pub async fn read(&self) -> Result<Tx, Error> {
        Ok(self.cx.store().read().await?)
    }

    /// Makes the transaction lasting and tells the screens what changed.
    pub async fn commit(&self, tx: Tx) -> Result<(), Error> {
        for changed in tx.commit().await? {
            self.cx.publish(changed.into());
        }
        Ok(())
    }

    /// The same where the law itself changed: from now on it is asked as it is now.
    pub async fn commit_law(&self, tx: Tx) -> Result<(), Error> {
        self.commit(tx).await?;
        self.cx.read_law().await
    }

    /// What the actor's lists are limited to. A service without a place sees nothing through lists.
    pub fn scope(&self) -> Scope {
        self.actor.territory().map_or_else(Scope::nothing, Scope::of)
    }

    /// Whether the actor is of a body of the whole city, and not of a county or town.
    pub(crate) fn is_of_the_city(&self) -> bool {
        self.actor.territory().is_none_or(|territory| territory.depth() == 1)
    }

    /// Who asks.
    pub fn actor(&self) -> &'a Actor {
        self.actor
    }

    /// The person who asks; a service has no business where a person must answer for it.
    pub fn person(&self) -> Result<&'a Person, Error> {
        match self.actor {
            Actor::Person(person) => Ok(person),
            Actor::Service(_) => Err(Error::Forbidden(self.action)),
        }
    }

    /// Why a row changes, for its record line.
    pub fn change(&self, kind: RecordKind) -> Change {
        Change { at: self.now(), actor: self.actor.recorded(), kind, file: None, public: None }
    }

    /// The same, with the file it commits to.
    pub fn change_with_file(&self, kind: RecordKind, file: &[u8]) -> Change {
        Change { file: Some(file.to_vec()), ..self.change(kind) }
    }

    /// The same, with the digests of what it makes public.
    pub fn change_in_public(&self, kind: RecordKind, public: &[u8]) -> Change {
        Change { public: Some(Digests::of(public)), ..self.change(kind) }
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.cx.now()
    }

    /// The context.
    pub fn cx(&self) -> &'a Cx {
        self.cx
    }
}

impl Guarded for domain::adjustment::Adjustment {
    fn thing(&self) -> Thing {
        let people = vec![self.proposed.by];
        Thing { people, ..Thing::at("adjustment", Some(self.territory.clone())) }
    }
}

impl Guarded for domain::item::Delegation {
    fn thing(&self) -> Thing {
        Thing::at("delegation", Some(self.territory.clone()))
    }
}

impl Guarded for domain::lead::Lead {
    fn thing(&self) -> Thing {
        Thing::at("lead", Some(self.territory.clone()))
    }
}

impl Guarded for Task {
    fn thing(&self) -> Thing {
        let people = self.team.officers().iter().map(|officer| officer.id).collect();
        Thing { people, ..Thing::at("task", Some(self.territory.clone())) }
    }
}

impl Guarded for domain::inspection::Inspection {
    fn thing(&self) -> Thing {
        let people = self.team.officers().iter().map(|officer| officer.id).collect();
        Thing { people, ..Thing::at("inspection", Some(self.territory.clone())) }
    }
}

impl Guarded for domain::case::Case {
    fn thing(&self) -> Thing {
        let people = self.handlers().iter().map(|officer| officer.id).collect();
        let (territory, readers) = (Some(self.territory.clone()), self.readers());
        Thing { noun: "case", territory, people, readers }
    }
}

impl Guarded for domain::notice::Notice {
    fn thing(&self) -> Thing {
        Thing::at("notice", Some(self.territory.clone()))
    }
}

impl Guarded for domain::outlet::Outlet {
    fn thing(&self) -> Thing {
        Thing::at("outlet", Some(self.territory.clone()))
    }
}

impl Guarded for domain::enterprise::Enterprise {
    fn thing(&self) -> Thing {
        Thing::at("enterprise", Some(self.territory.clone()))
    }
}
