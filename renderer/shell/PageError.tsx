/** Stands in for a page that failed to draw, so that one bug does not take the window. */
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import { Component } from 'react';
import type { ReactNode } from 'react';

interface PageErrorState {
  readonly failed: boolean;
}

/** Catches errors of its children's rendering. */
export class PageError extends Component<{ readonly children: ReactNode }, PageErrorState> {
  override state: PageErrorState = { failed: false };

  static getDerivedStateFromError(): PageErrorState {
    return { failed: true };
  }

  override render() {
    if (!this.state.failed) return this.props.children;
    return (
      <Box role="alert" sx={{ p: 8, maxWidth: 560, display: 'grid', gap: 2, justifyItems: 'start' }}>
        <Box component="h1" sx={{ m: 0, fontSize: '1.125rem' }}>This page could not be shown</Box>
        <Box sx={{ color: 'text.secondary' }}>Your exams and decisions are saved. Load the page again; if it fails again, restart Pleura.</Box>
        <Button variant="outlined" onClick={() => { window.location.hash = '#/cases'; window.location.reload(); }}>Load the case log</Button>
      </Box>
    );
  }
}
