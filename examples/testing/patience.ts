import { configure } from '@testing-library/react'

// A second, which is what it waits otherwise, is not much on a busy machine.
configure({ asyncUtilTimeout: 20_000 })
