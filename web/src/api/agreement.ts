// Compiled with the types, never run: what the pages read is what the server documents. `schema.ts` is generated from
// `openapi.json` before the compiler runs, and that file is kept by a test of the server.
import type { components } from './schema'
import type * as Ours from './types'
import type * as Sets from './types.benchmarks'
import type * as Places from './types.jurisdiction'
import type * as Lists from './types.lists'

type Documented = components['schemas']
type Sure<T> = NonNullable<T>

/** Paths at which the pages expect what the document does not promise; `never` where there are none. Ours may name fewer
 *  fields, and a union of words where the document says string. */
type Misfit<Theirs, Mine, Path extends string = ''> = unknown extends Mine
  ? never
  : [Mine] extends [string | number | boolean]
    ? SameKind<Theirs, Mine, Path>
    : Mine extends readonly (infer Item)[]
      ? Theirs extends readonly (infer Given)[]
        ? Misfit<Sure<Given>, Sure<Item>, `${Path}[]`>
        : `${Path} is no list`
      : { [Key in keyof Mine & string]: Member<Theirs, Mine, Key, `${Path}.${Key}`> }[keyof Mine & string]

type SameKind<Theirs, Mine, Path extends string> = [Mine] extends [string]
  ? [Theirs] extends [string] ? never : `${Path} is no text`
  : [Mine] extends [number]
    ? [Theirs] extends [number] ? never : `${Path} is no number`
    : [Theirs] extends [Mine] ? never : `${Path} is of another kind`

type Member<Theirs, Mine, Key extends keyof Mine, Path extends string> = Key extends keyof Theirs
  ? null extends Theirs[Key]
    ? null extends Mine[Key] ? Misfit<Sure<Theirs[Key]>, Sure<Mine[Key]>, Path> : undefined extends Mine[Key] ? Misfit<Sure<Theirs[Key]>, Sure<Mine[Key]>, Path> : `${Path} may be null`
    : Misfit<Sure<Theirs[Key]>, Sure<Mine[Key]>, Path>
  : undefined extends Mine[Key] ? `${Path} is never sent` : `${Path} is not documented`

/** Compiles only where nothing is left over; what is left over stands in the compiler's message. */
type Agreed<Left extends never> = Left

export type Agreement = [
  Agreed<Misfit<Documented['ActBody'], Ours.ActPage>>,
  Agreed<Misfit<Documented['ActRow'], Ours.Act>>,
  Agreed<Misfit<Documented['ArticleBody'], Ours.LawArticle>>,
  Agreed<Misfit<Documented['ChangeRowBody'], Ours.ChangeRow>>,
  Agreed<Misfit<Documented['ChangeSetBody'], Ours.ChangeSet>>,
  Agreed<Misfit<Documented['CitingAnswer'], Ours.LawCiting>>,
  Agreed<Misfit<Documented['LawEffectBody'], Ours.LawEffect>>,
  Agreed<Misfit<Documented['LawProposalPage'], Ours.LawProposalPage>>,
  Agreed<Misfit<Documented['SearchBody'], Ours.LawFound>>,
  Agreed<Misfit<Documented['AgencyBody'], Ours.Agency>>,
  Agreed<Misfit<Documented['AuditBody'], Ours.AuditEvent>>,
  Agreed<Misfit<Documented['BenchmarkBody'], Ours.Benchmark>>,
  Agreed<Misfit<Documented['BenchmarkChoices'], Sets.SetChoices>>,
  Agreed<Misfit<Documented['DispersionBody'], Sets.DispersionRow>>,
  Agreed<Misfit<Documented['SetDiffBody'], Sets.SetDiff>>,
  Agreed<Misfit<Documented['SetImportedBody'], Sets.SetImported>>,
  Agreed<Misfit<Documented['SetReplayBody'], Sets.ReplayResult>>,
  Agreed<Misfit<Documented['CalculationBody'], Ours.Calculation>>,
  Agreed<Misfit<Documented['CandidateBody'], Ours.Candidate>>,
  Agreed<Misfit<Documented['CaseBody'], Ours.Case>>,
  Agreed<Misfit<Documented['CaseRowBody'], Ours.CaseRow>>,
  Agreed<Misfit<Documented['ComplaintBody'], Ours.Complaint>>,
  Agreed<Misfit<Documented['DailyBody']['days'], Ours.Daily['days']>>,
  Agreed<Misfit<Documented['DoubtsBody'], Ours.Doubts>>,
  Agreed<Misfit<Documented['EnterpriseBody'], Ours.Enterprise>>,
  Agreed<Misfit<Documented['EnterpriseRow'], Ours.EnterpriseRow>>,
  Agreed<Misfit<Documented['EvidenceBody'], Ours.Evidence>>,
  Agreed<Misfit<Documented['UploadBody'], Ours.Upload>>,
  Agreed<Misfit<Documented['ClearanceBody'], Ours.Clearance>>,
  Agreed<Misfit<Documented['FieldSecretBody'], Ours.FieldSecret>>,
  Agreed<Misfit<Documented['FrameBody'], Ours.Frame>>,
  Agreed<Misfit<Documented['InspectionBody'], Ours.Inspection>>,
  Agreed<Misfit<Documented['ItemBody'], Ours.Item>>,
  Agreed<Misfit<Documented['JobBody'], Ours.Job>>,
  Agreed<Misfit<Documented['LeadBody'], Ours.Lead>>,
  Agreed<Misfit<Documented['LeadRowBody'], Ours.LeadRow>>,
  Agreed<Misfit<Documented['KnownFactor'], Ours.FactorInfo>>,
  Agreed<Misfit<Documented['LoggerBody'], Ours.Logger>>,
  Agreed<Misfit<Documented['LoggerPageBody'], Ours.LoggerPage>>,
  Agreed<Misfit<Documented['MapBody'], Ours.MapEnterprise>>,
  Agreed<Misfit<Documented['NoticeRow'], Ours.NoticeRow>>,
  Agreed<Misfit<Documented['OfficerBody'], Ours.Officer>>,
  Agreed<Misfit<Documented['OutletBody'], Ours.Outlet>>,
  Agreed<Misfit<Documented['OutletRow'], Ours.OutletRow>>,
  Agreed<Misfit<Documented['PreparedBody']['exemptions'], Ours.ExemptionRule[]>>,
  Agreed<Misfit<Documented['ReadingsBody'], Ours.Readings>>,
  Agreed<Misfit<Documented['RecordBody'], Ours.InspectionRecord>>,
  Agreed<Misfit<Documented['RecordLineBody'], Ours.RecordLine>>,
  Agreed<Misfit<Documented['SessionBody'], Ours.Session>>,
  Agreed<Misfit<Documented['StrangerBody'], Ours.UnknownLogger>>,
  Agreed<Misfit<Documented['SuccessionBody'], Ours.Succession>>,
  Agreed<Misfit<Documented['TaskBody'], Ours.Task>>,
  Agreed<Misfit<Documented['WorkBody'], Ours.WorkItem>>,
  Agreed<Misfit<Documented['AdjustmentBody'], Lists.Adjustment>>,
  Agreed<Misfit<Documented['CleanupBody'], Lists.Cleanup>>,
  Agreed<Misfit<Documented['CorrectionBody'], Lists.Correction>>,
  Agreed<Misfit<Documented['DelegationBody'], Lists.Delegation>>,
  Agreed<Misfit<Documented['DelegationPageBody'], Lists.DelegationPage>>,
  Agreed<Misfit<Documented['DesignationBody'], Places.Designation>>,
  Agreed<Misfit<Documented['DiffBody'], Lists.ListDiff>>,
  Agreed<Misfit<Documented['EnclosureBody'], Lists.Enclosure>>,
  Agreed<Misfit<Documented['ImportedBody'], Lists.Imported>>,
  Agreed<Misfit<Documented['ItemBody'], Lists.CatalogueItem>>,
  Agreed<Misfit<Documented['ItemPageBody'], Lists.ItemPage>>,
  Agreed<Misfit<Documented['ListBody'], Lists.ListVersion>>,
  Agreed<Misfit<Documented['ListPageBody'], Lists.ListPage>>,
]
