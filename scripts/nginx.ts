import { spawn } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensurePackages } from './apt.ts'
import { freePort } from './free-port.ts'

export interface Nginx {
  readonly port: number
  stop(): Promise<void>
}

export interface NginxOptions {
  /** The port of the app behind it. */
  readonly upstreamPort: number
  /** The number of idle connections to the app that nginx keeps for the next requests. */
  readonly keepalive: number
  /** Whether nginx waits for the whole body of a request before it calls the app. nginx's default is true. */
  readonly buffersRequests: boolean
}

/** Installs nginx if it is missing. */
export async function ensureNginx(): Promise<void> {
  await ensurePackages({ commands: ['nginx'], packages: ['nginx-light'] })
}

/** Starts an nginx on a free port of this machine, with its own folder. Installs nginx if it is missing. */
export async function startNginx(options: NginxOptions): Promise<Nginx> {
  await ensureNginx()
  const folder = await mkdtemp(path.join(tmpdir(), 'guestpass-nginx-'))
  const port = await freePort()
  const file = path.join(folder, 'nginx.conf')
  await writeFile(file, configuration(port, folder, options))
  const end = await run(file, port)
  return {
    port,
    async stop() {
      await end()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function configuration(
  port: number,
  folder: string,
  { upstreamPort, keepalive, buffersRequests }: NginxOptions,
): string {
  // Workers of root's nginx have another user, who cannot write into the folder.
  const user = process.getuid?.() === 0 ? 'user root;' : ''
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  return `
daemon off;
${user}
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 1024; }
http {
  access_log off;
  ${temporary.map((name) => `${name}_temp_path ${folder}/${name};`).join('\n  ')}
  client_max_body_size 0;
  upstream app {
    server 127.0.0.1:${upstreamPort};
    keepalive ${keepalive};
  }
  server {
    listen 127.0.0.1:${port};
    location / {
      proxy_pass http://app;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_request_buffering ${buffersRequests ? 'on' : 'off'};
    }
  }
}
`
}

/** The shell ends nginx when its own input ends: with `end()`, or with this process however that ends. */
const TETHER = 'nginx -c "$1" & read -r _; kill $!; wait $!'

async function run(file: string, port: number): Promise<() => Promise<void>> {
  const shell = spawn('sh', ['-c', TETHER, 'nginx', file], { stdio: ['pipe', 'ignore', 'ignore'] })
  const ended = new Promise<void>((resolve) => shell.once('exit', () => resolve()))
  const end = () => {
    shell.stdin.end()
    return ended
  }
  for (let attempt = 0; attempt < 100; attempt++) {
    if (await accepts(port)) return end
    await sleep(50)
  }
  await end()
  throw new Error(`nginx did not accept connections on port ${port}.`)
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
