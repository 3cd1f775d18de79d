// The field app's pages. Everything but signing in needs a known officer; a network is never needed to look.
import { createRouter, createWebHistory, type Router } from 'vue-router'
import { fieldDb } from '@/offline/device'
import { session } from '@/api/session'
import TaskList from '@/features/field-tasks/TaskList.vue'

declare module 'vue-router' {
  interface RouteMeta {
    /** Key of the words in the bar. */
    title?: string
    /** Where "back" leads; absent on the pages of the tab bar. */
    back?: string
  }
}

export function makeRouter(): Router {
  const router = createRouter({
    history: createWebHistory('/field/'),
    routes: [
      { path: '/', name: 'tasks', component: TaskList, meta: { title: 'field.nav.tasks' } },
      { path: '/login', name: 'login', component: () => import('@/features/field-login/FieldLogin.vue') },
      { path: '/tasks/:id', name: 'task', component: () => import('@/features/field-tasks/TaskShow.vue'), props: true, meta: { title: 'field.nav.task', back: '/' } },
      { path: '/inspections/:id/:step?', name: 'inspection', component: () => import('@/features/field-inspection/InspectionShow.vue'), props: true, meta: { title: 'field.nav.inspection', back: '/' } },
      { path: '/outbox', name: 'outbox', component: () => import('@/features/field-outbox/OutboxList.vue'), meta: { title: 'field.nav.outbox' } },
      { path: '/me', name: 'me', component: () => import('@/features/field-me/MeShow.vue'), meta: { title: 'field.nav.me' } },
      { path: '/:rest(.*)*', redirect: '/' },
    ],
    scrollBehavior: (to, from, saved) => (to.path === from.path ? {} : (saved ?? { top: 0 })),
  })
  router.beforeEach((to) => {
    const known = fieldDb.value !== null && session.value !== null
    if (!known && to.name !== 'login') return { name: 'login', query: { to: to.fullPath } }
    return true
  })
  return router
}
