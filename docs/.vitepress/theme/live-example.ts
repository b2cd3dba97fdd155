import { defineComponent, h, onBeforeUnmount, onMounted, ref } from 'vue'

/** The place of the example. React and guestpass are loaded when the page is in a browser. */
export const LiveExample = defineComponent({
  name: 'LiveExample',
  setup() {
    const place = ref<HTMLElement>()
    let isUnmounted = false
    let stop = () => {}
    onMounted(async () => {
      const { showLiveDashboard } = await import('./live-dashboard.tsx')
      if (place.value && !isUnmounted) stop = showLiveDashboard(place.value)
    })
    onBeforeUnmount(() => {
      isUnmounted = true
      stop()
    })
    return () => h('div', { ref: place, class: 'live-example' })
  },
})
