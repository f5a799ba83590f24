/** The page's one store: the state and its reducer. React reads it through `useAppState`. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { INITIAL_STATE } from './initial-state.ts';
import { reduce, type Action } from './reduce.ts';
import type { AppState } from './state.ts';

export interface AppStore extends StoreApi<AppState> {
  dispatch(action: Action): void;
}

export function createAppStore(initial: AppState = INITIAL_STATE): AppStore {
  const store = createStore<AppState>()(() => initial);
  return Object.assign(store, {
    dispatch: (action: Action) => store.setState((state) => reduce(state, action), true),
  });
}
