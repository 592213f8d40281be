// SPDX-License-Identifier: Apache-2.0
import { mount } from 'svelte';
import App from './shell/App.svelte';
import { prefs } from './state/prefs.svelte';
import './theme/tokens.css';
import './theme/base.css';
import { speak } from './words/words.svelte';

// A language that cannot be loaded (offline, the first time) must not keep the screen away.
await speak(prefs.language).catch(() => speak('en'));
const target = document.getElementById('app');
if (target) mount(App, { target });
