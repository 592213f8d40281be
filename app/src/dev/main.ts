// SPDX-License-Identifier: Apache-2.0
// The page /dev/states: fixtures instead of a gateway, and a clock that stands still.
import { mount } from 'svelte';
import { clock } from '../state/clock.svelte';
import { house } from '../state/house.svelte';
import '../theme/tokens.css';
import '../theme/base.css';
import { kNow } from './packs';
import States from './States.svelte';

const hold = () => clock.heard(kNow + 500);
hold();
setInterval(hold, 250);
house.line = 'up';
const target = document.getElementById('app');
if (target) mount(States, { target });
