module.exports = {
  mode: 'production',
  entry: './main.js',
  output: { filename: 'main.js', clean: true },
  module: { rules: [{ test: /\.css$/, use: ['style-loader', 'css-loader'] }] },
}
