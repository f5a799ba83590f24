/** Limits a rendering error to its region: the rest of the page keeps working. */
import { Component } from 'react';
import type { Elements } from './elements.ts';

export interface ErrorBoundaryProps {
  /** Shown instead of the region; `retry` renders the region again. */
  readonly renderFallback: (retry: () => void) => Elements;
  /** For a notice to the reader. React itself logs the error. */
  readonly onError?: (error: unknown) => void;
  readonly children: Elements;
}

export class ErrorBoundary extends Component<ErrorBoundaryProps, { readonly failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override componentDidCatch(error: unknown) {
    this.props.onError?.(error);
  }

  override render() {
    return this.state.failed ? this.props.renderFallback(() => this.setState({ failed: false })) : this.props.children;
  }
}
