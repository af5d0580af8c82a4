import Docker from 'dockerode';

export async function pullForTest(socketPath: string, image: string): Promise<void> {
  const docker = new Docker({ socketPath });
  const progress = await docker.pull(image);
  await new Promise(resolve => docker.modem.followProgress(progress, resolve));
}
