# Leeway as a service: `docker build -t leeway .`, then `docker compose up` (docker-compose.yml).
FROM node:20-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --no-audit --no-fund
COPY . .
RUN npm run build && npm prune --omit=dev --no-audit --no-fund

FROM node:20-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
# Local state is a cache of the log: losing this folder costs a rebuild, not data.
RUN mkdir /data && chown node:node /data
VOLUME /data
USER node
EXPOSE 4600
ENTRYPOINT ["node", "dist/src/cli/main.js"]
CMD ["run", "--host", "0.0.0.0", "--data", "/data"]
