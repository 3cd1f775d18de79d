// Every address of the console. Pages load when they are first opened.
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { restoreSession, session } from './api/session'
import { firstRoom } from './shell/places'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the page's name below `nav`. */
    nav?: string
    /** Reached without a session. */
    open?: boolean
  }
}

const pages: RouteRecordRaw[] = [
  { path: '', redirect: '/work' },
  { path: 'work', component: () => import('./features/work/WorkList.vue'), meta: { nav: 'work' } },
  { path: 'leads', component: () => import('./features/leads/LeadList.vue'), meta: { nav: 'leads' } },
  { path: 'leads/:id', component: () => import('./features/leads/LeadShow.vue'), meta: { nav: 'leads' }, props: true },
  { path: 'map', component: () => import('./features/map/MapShow.vue'), meta: { nav: 'map' } },
  { path: 'tasks', component: () => import('./features/tasks/TaskList.vue'), meta: { nav: 'tasks' } },
  { path: 'tasks/:id', component: () => import('./features/tasks/TaskShow.vue'), meta: { nav: 'tasks' }, props: true },
  { path: 'inspections/:id', component: () => import('./features/inspections/InspectionShow.vue'), meta: { nav: 'tasks' }, props: true },
  { path: 'cases', component: () => import('./features/cases/CaseList.vue'), meta: { nav: 'cases' } },
  { path: 'cases/new', component: () => import('./features/cases/CaseCreate.vue'), meta: { nav: 'cases' } },
  { path: 'cases/:id', component: () => import('./features/cases/CaseShow.vue'), meta: { nav: 'cases' }, props: true },
  { path: 'telemetry', component: () => import('./features/telemetry/LoggerList.vue'), meta: { nav: 'telemetry' } },
  { path: 'telemetry/loggers/:id', component: () => import('./features/telemetry/LoggerShow.vue'), meta: { nav: 'telemetry' }, props: true },
  { path: 'telemetry/outlets/:id', component: () => import('./features/telemetry/OutletShow.vue'), meta: { nav: 'telemetry' }, props: true },
  { path: 'enterprises', component: () => import('./features/enterprises/EnterpriseList.vue'), meta: { nav: 'enterprises' } },
  { path: 'enterprises/:id', component: () => import('./features/enterprises/EnterpriseShow.vue'), meta: { nav: 'enterprises' }, props: true },
  { path: 'notices', component: () => import('./features/notices/NoticeList.vue'), meta: { nav: 'notices' } },
  { path: 'items', component: () => import('./features/items/ItemList.vue'), meta: { nav: 'items' } },
  { path: 'library', component: () => import('./features/library/LibraryShow.vue'), meta: { nav: 'library' } },
  { path: 'library/enter', component: () => import('./features/library/TextEnter.vue'), meta: { nav: 'library' } },
  { path: 'library/proposals', component: () => import('./features/library/ProposalList.vue'), meta: { nav: 'library' } },
  { path: 'library/proposals/:id', component: () => import('./features/library/ProposalShow.vue'), meta: { nav: 'library' }, props: true },
  { path: 'library/repeal', component: () => import('./features/library/RepealEnter.vue'), meta: { nav: 'library' } },
  { path: 'library/:id', component: () => import('./features/library/ActShow.vue'), meta: { nav: 'library' }, props: true },
  { path: 'change-sets', component: () => import('./features/change-sets/ChangeSetList.vue'), meta: { nav: 'changeSets' } },
  { path: 'change-sets/:id', component: () => import('./features/change-sets/ChangeSetShow.vue'), meta: { nav: 'changeSets' }, props: true },
  { path: 'lists', component: () => import('./features/lists/ListList.vue'), meta: { nav: 'lists' } },
  { path: 'lists/:version/compare', component: () => import('./features/lists/ListCompare.vue'), meta: { nav: 'lists' }, props: true },
  { path: 'lists/:version', component: () => import('./features/lists/ListShow.vue'), meta: { nav: 'lists' }, props: true },
  { path: 'delegations/:code', component: () => import('./features/lists/DelegationShow.vue'), meta: { nav: 'lists' }, props: true },
  { path: 'adjustments', component: () => import('./features/adjustments/AdjustmentList.vue'), meta: { nav: 'lists' } },
  { path: 'adjustments/new', component: () => import('./features/adjustments/AdjustmentCreate.vue'), meta: { nav: 'lists' } },
  { path: 'adjustments/:id', component: () => import('./features/adjustments/AdjustmentShow.vue'), meta: { nav: 'lists' }, props: true },
  { path: 'cleanups', component: () => import('./features/adjustments/CleanupList.vue'), meta: { nav: 'lists' } },
  { path: 'jurisdiction', component: () => import('./features/jurisdiction/JurisdictionAsk.vue'), meta: { nav: 'jurisdiction' } },
  { path: 'operations', component: () => import('./features/operations/OperationList.vue'), meta: { nav: 'operations' } },
  { path: 'designations', component: () => import('./features/designations/DesignationList.vue'), meta: { nav: 'designations' } },
  { path: 'designations/new', component: () => import('./features/designations/DesignationBegin.vue'), meta: { nav: 'designations' } },
  { path: 'designations/:id', component: () => import('./features/designations/DesignationShow.vue'), meta: { nav: 'designations' }, props: true },
  { path: 'calendar', component: () => import('./features/calendar/DeadlineCount.vue'), meta: { nav: 'calendar' } },
  { path: 'discretion', component: () => import('./features/discretion/CalculatorShow.vue'), meta: { nav: 'discretion' } },
  { path: 'successions', component: () => import('./features/successions/SuccessionList.vue'), meta: { nav: 'successions' } },
  { path: 'benchmarks', component: () => import('./features/benchmarks/BenchmarkList.vue'), meta: { nav: 'benchmarks' } },
  { path: 'benchmarks/dispersion', component: () => import('./features/benchmarks/DispersionShow.vue'), meta: { nav: 'benchmarks' } },
  { path: 'benchmarks/diff', component: () => import('./features/benchmarks/BenchmarkDiff.vue'), meta: { nav: 'benchmarks' } },
  { path: 'benchmarks/:code', component: () => import('./features/benchmarks/BenchmarkShow.vue'), meta: { nav: 'benchmarks' }, props: true },
  { path: 'officers', component: () => import('./features/officers/OfficerList.vue'), meta: { nav: 'officers' } },
  { path: 'jobs', component: () => import('./features/jobs/JobList.vue'), meta: { nav: 'jobs' } },
  { path: 'audit', component: () => import('./features/audit/AuditShow.vue'), meta: { nav: 'audit' } },
  { path: 'account', component: () => import('./features/session/AccountShow.vue') },
  { path: ':rest(.*)*', component: () => import('./shell/NotFound.vue') },
]

export const router = createRouter({
  history: createWebHistory('/'),
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
  routes: [
    { path: '/login', component: () => import('./features/session/SessionCreate.vue'), meta: { open: true } },
    { path: '/activate', component: () => import('./features/session/OfficerActivate.vue'), meta: { open: true } },
    { path: '/', component: () => import('./shell/AppShell.vue'), children: pages },
  ],
})

router.beforeEach(async (to) => {
  if (to.meta.open) return true
  // A server that does not answer must not look like a lost session: the shell says what is wrong.
  const known = session.value ?? (await restoreSession().catch(() => undefined))
  if (known === null) return { path: '/login', query: to.fullPath === '/work' ? {} : { next: to.fullPath } }
  if (known === undefined) return { path: '/login', query: { unreachable: '1', next: to.fullPath } }
  // Whoever must set up a second factor can do nothing else first.
  if (known.second_factor_due && to.path !== '/account') return '/account'
  // Everybody is sent to the work list first; administrators have none.
  const first = firstRoom(known.permissions)
  return to.path === '/work' && first !== '/work' ? first : true
})
