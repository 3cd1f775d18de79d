// The field app's entry: opens the device first, so that the app shows without a network.
import { createApp } from 'vue'
import './styles/tokens.css'
import './styles/base.css'
import './features/field-shell/field.css'
import FieldApp from './features/field-shell/FieldApp.vue'
import { makeRouter } from './field-routes'
import { startAppUpdates } from './features/field-shell/useAppUpdate'
import en from './i18n/field.en.json'
import zh from './i18n/field.zh.json'
import { makeI18n } from './i18n'
import { startDevice } from './offline/device'
import { startTheme } from './ui/theme'

startTheme()
await startDevice()
createApp(FieldApp).use(makeI18n({ zh, en })).use(makeRouter()).mount('#app')
startAppUpdates()
