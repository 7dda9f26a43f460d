/** Where the reader is: a route in the page's own history, so that Back works and a reload returns to the same exam. */
import { createContext, useContext } from 'react';
import { createStore, useStore } from 'zustand';
import type { StoreApi } from 'zustand';
import { formatRoute, parseRoute } from './route.ts';
import type { Route } from './route.ts';

export type { Route } from './route.ts';

export interface Navigation {
  readonly route: Route;
  readonly open: (route: Route) => void;
  readonly back: () => void;
}

export type NavigationStore = StoreApi<Navigation>;

/** Follows and writes `target`'s location hash; `open` adds a history entry. */
export function createNavigation(target: Window): NavigationStore {
  const store = createStore<Navigation>()((set) => ({
    route: parseRoute(target.location.hash),
    open: (route) => {
      const hash = formatRoute(route);
      if (hash !== target.location.hash) target.history.pushState(null, '', hash);
      set({ route });
    },
    back: () => target.history.back(),
  }));
  target.addEventListener('popstate', () => store.setState({ route: parseRoute(target.location.hash) }));
  return store;
}

export const NavigationContext = createContext<NavigationStore | null>(null);

/** The present route, `open(route)` and `back()`. */
export function useNavigation(): Navigation {
  const store = useContext(NavigationContext);
  if (store === null) throw new Error('useNavigation needs NavigationContext');
  return useStore(store);
}
