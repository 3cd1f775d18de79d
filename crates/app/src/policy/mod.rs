//! Who may do what: Cedar policies, the actions they speak of, and the question asked of them.

#[cfg(test)]
mod matrix;

use crate::permit::{Actor, Thing};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid,
    PolicySet, Request, RestrictedExpression, Schema, ValidationMode, Validator,
};
use domain::region::Territory;
use std::collections::{HashMap, HashSet};

macro_rules! actions {
    ($($name:ident = $text:literal $group:ident;)+) => {
        /// What may be asked for, `<noun>.<verb>`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "each action is the use case of the same name")]
        pub enum Action { $($name),+ }

        impl Action {
            /// Every action, in the order of the permission matrix.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The name used in policies.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text),+ }
            }

            /// Whether it only reads what lies in the territory: the group `read` of the policies.
            const fn reads(self) -> bool {
                match self { $(Self::$name => actions!(@reads $group)),+ }
            }
        }
    };
    (@reads read) => { true };
    (@reads own) => { false };
}

actions! {
    AdjustmentList = "adjustment.list" read;
    AdjustmentPropose = "adjustment.propose" own;
    AdjustmentReview = "adjustment.review" own;
    AdjustmentFile = "adjustment.file" own;
    AdjustmentPublish = "adjustment.publish" own;
    AdjustmentWithdraw = "adjustment.withdraw" own;
    DelegationWrite = "delegation.write" own;
    DispositionChoose = "disposition.choose" own;
    EnclosureAdd = "enclosure.add" own;
    EnclosureRead = "enclosure.read" read;
    LeadList = "lead.list" read;
    LeadRaise = "lead.raise" own;
    LeadOpen = "lead.open" own;
    LeadClose = "lead.close" own;
    LeadReplay = "lead.replay" own;
    TaskList = "task.list" read;
    TaskDispatch = "task.dispatch" own;
    TaskAccept = "task.accept" own;
    TaskReturn = "task.return" own;
    CalendarRead = "calendar.read" read;
    JurisdictionAsk = "jurisdiction.ask" read;
    OperationList = "operation.list" read;
    OperationRegister = "operation.register" own;
    OperationApprove = "operation.approve" own;
    OperationEnd = "operation.end" own;
    DesignationList = "designation.list" read;
    DesignationRequest = "designation.request" own;
    DesignationAccept = "designation.accept" own;
    DesignationDecide = "designation.decide" own;
    InspectionList = "inspection.list" read;
    InspectionBegin = "inspection.begin" own;
    InspectionWrite = "inspection.write" own;
    InspectionSubmit = "inspection.submit" own;
    EvidenceAdd = "evidence.add" own;
    EvidenceRead = "evidence.read" read;
    CaseList = "case.list" read;
    CaseTakeOver = "case.take_over" own;
    CasePropose = "case.propose" own;
    CaseApproveFiling = "case.approve_filing" own;
    CaseConclude = "case.conclude" own;
    CaseExamine = "case.examine" own;
    CaseReview = "case.review" own;
    CaseServeNotice = "case.serve_notice" own;
    CaseRecordDefence = "case.record_defence" own;
    CaseRequestHearing = "case.request_hearing" own;
    CaseHoldHearing = "case.hold_hearing" own;
    CaseRecheck = "case.recheck" own;
    CaseDeliberate = "case.deliberate" own;
    CaseDecide = "case.decide" own;
    CaseServeDecision = "case.serve_decision" own;
    CaseClose = "case.close" own;
    CaseApproveClosing = "case.approve_closing" own;
    ComplaintEnter = "complaint.enter" own;
    DocumentRead = "document.read" read;
    DocumentRender = "document.render" own;
    BenchmarkList = "benchmark.list" read;
    BenchmarkWrite = "benchmark.write" own;
    BenchmarkReview = "benchmark.review" own;
    BenchmarkActivate = "benchmark.activate" own;
    SuccessionReview = "succession.review" own;
    DiscretionCalculate = "discretion.calculate" own;
    DiscretionCompare = "discretion.compare" read;
    NoticeList = "notice.list" read;
    NoticeRead = "notice.read" own;
    NoticePublish = "notice.publish" own;
    NoticeWithdraw = "notice.withdraw" own;
    ReadingList = "reading.list" read;
    FrameList = "frame.list" read;
    FrameAccept = "frame.accept" own;
    LoggerList = "logger.list" read;
    LoggerUnknown = "logger.unknown" own;
    LoggerMap = "logger.map" own;
    OutletList = "outlet.list" read;
    EnterpriseList = "enterprise.list" read;
    OfficerList = "officer.list" read;
    AgencyList = "agency.list" read;
    ItemList = "item.list" read;
    LawRead = "law.read" read;
    LawEnter = "law.enter" own;
    ChangeSetList = "change_set.list" read;
    ChangeSetWork = "change_set.work" own;
    ItemConfirm = "item.confirm" own;
    ItemRevise = "item.revise" own;
    ListList = "list.list" read;
    ListRead = "list.read" own;
    WorkList = "work.list" read;
    RecordRead = "record.read" read;
    RecordList = "record.list" own;
    LogRead = "log.read" own;
    RegistryWrite = "registry.write" own;
    AccountOpen = "account.open" own;
    AccountOwn = "account.own" own;
    AccountManage = "account.manage" own;
    AccountConfirm = "account.confirm" own;
    AuditList = "audit.list" own;
    JobList = "job.list" own;
    JobRetry = "job.retry" own;
    JobRun = "job.run" own;
}

/// The loaded policies.
#[derive(Debug)]
pub struct Policies {
    set: PolicySet,
    schema: Schema,
    actions: HashMap<Action, EntityUid>,
    authorizer: Authorizer,
}

const SCHEMA: &str = include_str!("../../../../policies/schema.cedarschema");
const SHIPPED: [&str; 2] = [
    include_str!("../../../../policies/officers.cedar"),
    include_str!("../../../../policies/services.cedar"),
];

/// With less stack than this left a question is asked on a stack of its own, of that many bytes.
const ROOM: usize = 512 * 1024;
const STACK: usize = 2 * 1024 * 1024;

impl Policies {
    /// The policies the platform ships with.
    pub fn shipped() -> anyhow::Result<Self> {
        Self::parse(&SHIPPED.join("\n"))
    }

    /// Reads policies and checks each of them against the schema.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let set: PolicySet = text.parse()?;
        let (schema, _) = Schema::from_cedarschema_str(&format!("{SCHEMA}\n{}", action_schema()))?;
        let verdict = Validator::new(schema.clone()).validate(&set, ValidationMode::default());
        if !verdict.validation_passed() {
            anyhow::bail!("policies do not fit their schema: {verdict}");
        }
        let named = |action: &Action| Ok((*action, uid("Action", action.as_str())?));
        let actions = Action::ALL.iter().map(named).collect::<anyhow::Result<_>>()?;
        Ok(Self { set, schema, actions, authorizer: Authorizer::new() })
    }

    /// Whether the actor may do this to that thing. An error in asking is a no.
    pub(crate) fn allow(&self, actor: &Actor, action: Action, thing: &Thing) -> bool {
        // The engine refuses when the stack runs low, and a step holds a whole case on it: it gets room of its own.
        let asked = stacker::maybe_grow(ROOM, STACK, || self.ask(actor, action, thing));
        asked.unwrap_or_else(|error| {
            tracing::error!(%error, action = action.as_str(), "policy question failed");
            false
        })
    }

    fn ask(&self, actor: &Actor, action: Action, thing: &Thing) -> anyhow::Result<bool> {
        let (principal, mut entities) = principal(actor)?;
        let resource = uid("Thing", "asked")?;
        let people = thing
            .people
            .iter()
            .map(|id| Ok(RestrictedExpression::new_entity_uid(uid("Officer", &id.to_string())?)))
            .collect::<anyhow::Result<Vec<_>>>()?;
        let reader = |at| Ok(RestrictedExpression::new_entity_uid(place(at)?));
        let readers = thing.readers.iter().map(reader).collect::<anyhow::Result<Vec<_>>>()?;
        let attributes = HashMap::from([
            ("noun".to_owned(), RestrictedExpression::new_string(thing.noun.to_owned())),
            ("people".to_owned(), RestrictedExpression::new_set(people)),
            ("readers".to_owned(), RestrictedExpression::new_set(readers)),
        ]);
        let parents = thing.territory.as_ref().map(place).transpose()?.into_iter().collect();
        entities.push(Entity::new(resource.clone(), attributes, parents)?);
        entities.extend(places(thing.territory.as_ref())?);
        entities.extend(places(actor.territory())?);
        let mut known = HashSet::new();
        entities.retain(|entity| known.insert(entity.uid()));
        let action = self.actions.get(&action).cloned().ok_or_else(|| anyhow::anyhow!("action"))?;
        let request =
            Request::new(principal, action, resource, Context::empty(), Some(&self.schema))?;
        let entities = Entities::from_entities(entities, Some(&self.schema))?;
        let answer = self.authorizer.is_authorized(&request, &self.set, &entities);
        Ok(answer.decision() == Decision::Allow)
    }
}

fn principal(actor: &Actor) -> anyhow::Result<(EntityUid, Vec<Entity>)> {
    match actor {
        Actor::Service(name) => {
            let id = uid("Service", name)?;
            Ok((id.clone(), vec![Entity::new(id, HashMap::new(), HashSet::new())?]))
        }
        Actor::Person(person) => {
            let id = uid("Officer", &person.id.to_string())?;
            let names = person.roles.iter().map(|role| role.as_str());
            let enforces = person.roles.iter().any(|role| !role.is_administrator());
            let roles = names
                .chain(enforces.then_some("officer"))
                .map(|role| uid("Role", role))
                .collect::<anyhow::Result<HashSet<_>>>()?;
            let territory = RestrictedExpression::new_entity_uid(place(&person.territory)?);
            let attributes = HashMap::from([("territory".to_owned(), territory)]);
            let mut entities = vec![Entity::new(id.clone(), attributes, roles.clone())?];
            for role in roles {
                entities.push(Entity::new(role, HashMap::new(), HashSet::new())?);
            }
            Ok((id, entities))
        }
    }
}

/// A territory with all above it, as Cedar entities.
fn places(territory: Option<&Territory>) -> anyhow::Result<Vec<Entity>> {
    let mut entities = Vec::new();
    let mut next = territory.cloned();
    while let Some(territory) = next {
        next = territory.parent();
        let above = next.as_ref().map(place).transpose()?.into_iter().collect();
        entities.push(Entity::new(place(&territory)?, HashMap::new(), above)?);
    }
    Ok(entities)
}

fn place(territory: &Territory) -> anyhow::Result<EntityUid> {
    uid("Territory", territory.as_str())
}

fn uid(kind: &str, id: &str) -> anyhow::Result<EntityUid> {
    let kind: EntityTypeName = kind.parse()?;
    Ok(EntityUid::from_type_name_and_id(kind, EntityId::new(id)))
}

/// The actions in the schema's words, so that a policy that names an unknown action does not load.
fn action_schema() -> String {
    let mut schema = "action \"read\";\n".to_owned();
    for action in Action::ALL {
        let group = if action.reads() { " in [\"read\"]" } else { "" };
        let name = action.as_str();
        schema.push_str(&format!(
            "action \"{name}\"{group} appliesTo {{ principal: [Officer, Service], resource: [Thing] }};\n"
        ));
    }
    schema
}
