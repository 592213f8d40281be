// SPDX-License-Identifier: Apache-2.0
import { createHash } from 'node:crypto';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

// The class that keeps a component's styles to it: it stands in each element that has one, so it is short. Two components with
// the same one would wear each other's styles: that ends the build.
const owners = new Map();
function cssHash({ css, filename }) {
  const name = `s${createHash('sha256').update(filename.replace(/^.*\/src\//, '')).digest('hex').slice(0, 4)}`;
  const owner = owners.get(name) ?? filename;
  if (owner !== filename) throw new Error(`${filename} and ${owner} have the same style class; make the name longer here.`);
  owners.set(name, filename);
  return css ? name : 's';
}

export default { preprocess: vitePreprocess(), compilerOptions: { cssHash } };
