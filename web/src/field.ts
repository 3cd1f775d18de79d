// The field app's entry. (Placeholder until the field app is mounted here.)
import './styles/tokens.css'
