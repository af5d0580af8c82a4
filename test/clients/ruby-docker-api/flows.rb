# What docker-api for Ruby is asked to do at DOCKER_HOST. Prints one JSON object: what each flow saw, made plain.
require 'docker'
require 'json'
require 'rubygems/package'
require 'stringio'

# Debian's excon refuses the empty host that it reads from unix:/// itself.
Docker.options = { host: nil }

# The class of the error that a call raises, and its sentence.
def refused
  yield
  'not refused'
rescue Docker::Error::DockerError, Excon::Error => error
  [error.class.name, error.message.lines.first]
end

flows = {
  version: lambda {
    [Docker.version['ApiVersion'], Docker.version.keys.sort, Docker.ping, Docker.info['OSType']]
  },
  images: lambda {
    image = Docker::Image.get('busybox')
    image.tag('repo' => 'ruby-docker', 'tag' => 'flow')
    seen = [
      Docker::Image.exist?('ruby-docker:flow'),
      Docker::Image.all('filters' => JSON.dump('reference' => ['ruby-docker'])).map { |each| each.id == image.id },
      image.history.first.keys.sort
    ]
    Docker::Image.remove('ruby-docker:flow')
    seen << Docker::Image.exist?('ruby-docker:flow')
    seen << refused { Docker::Image.get('nosuch') }
  },
  run_and_attach: lambda {
    container = Docker::Container.create('Image' => 'busybox', 'Cmd' => ['sh', '-c', 'echo out; echo err >&2; exit 3'])
    container.start
    waited = container.wait(10)
    logs = container.logs(stdout: true).bytes
    json = container.json['State'].slice('Status', 'ExitCode')
    container.delete
    [waited, logs, json, refused { container.json }[0]]
  },
  stdin: lambda {
    container = Docker::Container.create('Image' => 'busybox', 'Cmd' => ['cat'], 'OpenStdin' => true, 'StdinOnce' => true)
    out, err = container.tap(&:start).attach(stdin: StringIO.new("typed\n"))
    container.delete(force: true)
    [out, err]
  },
  exec: lambda {
    container = Docker::Container.create('Image' => 'busybox', 'Cmd' => %w[sleep 1000]).tap(&:start)
    seen = [
      container.exec(['sh', '-c', 'echo out; echo err >&2; exit 4']),
      container.exec(['cat'], stdin: StringIO.new("through\n")),
      container.exec(%w[pwd], 'WorkingDir' => '/tmp')[0]
    ]
    chunks = []
    container.exec(['sh', '-c', 'echo a; sleep 0.1; echo b']) { |stream, chunk| chunks << [stream, chunk] }
    seen << chunks
    container.kill
    container.wait(10)
    seen << refused { container.exec(%w[true]) }
    container.delete
    seen
  },
  life: lambda {
    container = Docker::Container.create('name' => 'ruby-life', 'Image' => 'busybox', 'Cmd' => %w[sleep 1000])
    states = []
    look = -> { states << container.json['State']['Status'] }
    look.call
    container.start && look.call
    container.pause && look.call
    container.unpause && look.call
    top = container.top(ps_args: '-o pid,args').map { |each| each['COMMAND'] }
    stats = container.stats.keys.sort
    container.rename('ruby-renamed')
    container.restart('timeout' => 0) && look.call
    container.stop('timeout' => 0) && look.call
    named = Docker::Container.all(all: true, filters: { name: ['ruby-renamed'] }.to_json).map { |each| each.info['Names'] }
    clash = refused { Docker::Container.create('name' => 'ruby-renamed', 'Image' => 'busybox') }
    container.delete
    [states, top, stats, named, clash]
  },
  files: lambda {
    container = Docker::Container.create('Image' => 'busybox', 'Cmd' => %w[sleep 1000])
    container.store_file('/tmp/file', content: 'stored', permissions: 0o640)
    seen = [container.read_file('/tmp/file'), refused { container.read_file('/nosuch') }[0]]
    container.start
    seen << container.exec(%w[stat -c %a /tmp/file])[0]
    container.delete(force: true)
    seen
  },
  networks_and_volumes: lambda {
    network = Docker::Network.create('ruby-net')
    volume = Docker::Volume.create('ruby-volume')
    container = Docker::Container.create('Image' => 'busybox', 'Cmd' => %w[sleep 1000],
                                         'HostConfig' => { 'Binds' => ['ruby-volume:/data'] }).tap(&:start)
    network.connect(container.id)
    seen = [
      network.json['Containers'].length,
      refused { network.remove }[0],
      refused { volume.remove }[0],
      container.json['Mounts'].map { |mount| mount.slice('Type', 'Name', 'Destination', 'RW') }
    ]
    network.disconnect(container.id)
    container.delete(force: true)
    network.remove
    volume.remove
    seen << refused { Docker::Network.get('ruby-net') } << refused { Docker::Volume.get('ruby-volume') }
  },
  mistakes: lambda {
    [
      refused { Docker::Container.get('nosuch') },
      refused { Docker::Container.create('Image' => 'nosuchimage') },
      refused { Docker::Container.create('Image' => 'busybox', 'HostConfig' => { 'Memory' => 1 }) },
      refused { Docker::Container.all(filters: '{"nosuch":["x"]}') }
    ]
  }
}

plain = lambda { |text|
  text.gsub(/\b[0-9a-f]{64}\b/, '<id>').gsub(/\b[0-9a-f]{12}\b/, '<short id>')
}
wanted = ARGV.empty? ? flows.keys : ARGV.map(&:to_sym)
seen = wanted.to_h do |name|
  [name, flows[name].call]
rescue StandardError => error
  [name, "#{error.class}: #{error.message} #{error.backtrace.first(3)}"]
end
puts plain.call(JSON.generate(seen))
