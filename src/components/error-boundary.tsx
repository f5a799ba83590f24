/** Keeps a failure within its region: the rest of the page goes on. */
import { Component, type ReactNode } from 'react';

export interface ErrorBoundaryProps {
  /** Shown in place of the region; `retry` renders it afresh. */
  readonly renderFallback: (retry: () => void) => ReactNode;
  /** React reports the error to the console itself; this is for telling the reader. */
  readonly onError?: (error: unknown) => void;
  readonly children: ReactNode;
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
