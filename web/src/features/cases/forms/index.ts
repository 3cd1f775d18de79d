// Which form belongs to which action of a case.
import type { Component } from 'vue'
import CaseClear from './CaseClear.vue'
import CaseClose from './CaseClose.vue'
import CaseConclude from './CaseConclude.vue'
import CaseConfirm from './CaseConfirm.vue'
import CaseDefence from './CaseDefence.vue'
import CaseDeliberate from './CaseDeliberate.vue'
import CaseExamine from './CaseExamine.vue'
import CaseHearingHold from './CaseHearingHold.vue'
import CaseHearingRequest from './CaseHearingRequest.vue'
import CaseRecheck from './CaseRecheck.vue'
import CaseRefuse from './CaseRefuse.vue'
import CaseReview from './CaseReview.vue'
import CaseServe from './CaseServe.vue'
import CaseTakeOver from './CaseTakeOver.vue'

export const FORMS: Readonly<Record<string, Component>> = {
  'approve-filing': CaseConfirm,
  'refuse-filing': CaseRefuse,
  'take-over': CaseTakeOver,
  conclude: CaseConclude,
  examine: CaseExamine,
  review: CaseReview,
  'issue-notice': CaseConfirm,
  'serve-notice': CaseServe,
  'record-defence': CaseDefence,
  'request-hearing': CaseHearingRequest,
  'hold-hearing': CaseHearingHold,
  recheck: CaseRecheck,
  'compute-anew': CaseConfirm,
  reinvestigate: CaseRefuse,
  deliberate: CaseDeliberate,
  decide: CaseConfirm,
  'serve-decision': CaseServe,
  publish: CaseClear,
  close: CaseClose,
  'approve-closing': CaseConfirm,
  'refuse-closing': CaseRefuse,
}

/** Ways beside the main one: they never stand open by themselves. */
export const ASIDE: readonly string[] = ['compute-anew', 'reinvestigate']

/** The server may write an action with `_`; addresses and forms know it with `-`. */
export function actionName(code: string): string {
  return code.replaceAll('_', '-')
}
