// Two runs of a scenario give the same bytes, in memory and over a socket; where they do not, this says where.
import Docker from 'dockerode';
import { checkDeterminism } from 'dockless/node';

await checkDeterminism(
  async ({ socketPath }) => {
    const docker = new Docker({ socketPath });
    const container = await docker.createContainer({
      Image: 'busybox',
      Cmd: ['sh', '-c', 'echo $RANDOM; date'],
    });
    await container.start();
    await container.wait();
    await container.logs({ stdout: true, timestamps: true });
    await container.inspect();
  },
  { engine: { images: ['busybox'] } },
);
