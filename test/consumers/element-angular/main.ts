import { Component, CUSTOM_ELEMENTS_SCHEMA, signal } from '@angular/core'
import { bootstrapApplication } from '@angular/platform-browser'
import 'guestpass/element'
import type { DashboardEvents } from 'guestpass/element'
import { sales } from './sales'

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <p>Events: {{ events() }}</p>
    <guestpass-dashboard
      viewer="ana"
      frame-title="Sales"
      [dashboard]="sales"
      [filters]="filters"
      (ready)="add('ready')"
      (select)="onSelect($event)"
    ></guestpass-dashboard>
  `,
})
class App {
  readonly sales = sales
  readonly filters = { Country: ['USA'] }
  readonly events = signal('')

  add(event: string): void {
    this.events.update((events) => `${events}${event}. `)
  }

  onSelect({ detail }: DashboardEvents['select']): void {
    if (detail && 'chart' in detail) this.add(`select ${detail.chart}: ${Object.values(detail.values)}`)
  }
}

bootstrapApplication(App)
